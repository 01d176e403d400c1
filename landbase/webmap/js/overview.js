/* From afar the map shows banners by what share of them is disposed of, or hexagons by how
   many parcels lie in them, in place of parcels: by itself where dots would be a carpet,
   or as somebody chooses. The legend says which. */

import { printed } from "./apportion.js";
import { CORNERS, breaksOf, classOf, gridOf, hexagonsOf, isCarpet, openStores, ratesOf, sharesOf, squaresOf } from "./afar.js";
import { element, refill, swatchOf } from "./dom.js";
import { Frame } from "./frame.js";
import { metresOfPixel, unitOf } from "./geodesy.js";
import { boundsOf, containersOf, coverParcels, dotOf, openLayers } from "./layers.js";
import { linked, toLink } from "./link.js";
import { Store } from "./store.js";
import { withUnit } from "./texts.js";
import { lookAt } from "./views.js";

const MODES = ["auto", "rate", "density", "off"];
const MANY = 2000; // parcels: of fewer every one is seen by itself, unless somebody asks
const NEAR = { auto: 0.5, rate: 2, density: 3 }; // zooms beyond that of the whole map
const HEXAGON = 26; // px
const PANE = "lbAfar";
const CLOSER = 2; // zooms that a click on a hexagon goes in
const OPACITY = 0.85;

const Overview = L.Class.extend({
  initialize: function (map, data, legend) {
    Object.assign(this, { _map: map, _data: data, _legend: legend.data, _mode: "auto", _shown: "parcels" });
    const pane = map.createPane(PANE);
    pane.style.zIndex = 402;
    pane.style.pointerEvents = "none";
    this._table = element("table", "lb-overview");
    this._note = element("p", "lb-foot lb-overview-note");
    this._box = legend.getContainer();
    this._box.querySelector(".lb-how").before(this._chooser());
    map.on("lbready", this._start, this);
    map.on("lbchanged overlayadd overlayremove zoomend resize", this._soon, this);
    map.on("lbcompare", ({ on }) => {
      this._comparing = on;
      this._soon();
    });
    map.on("mousemove click", this._point, this);
    map.on("mouseout zoomstart", this._leave, this);
    window.addEventListener("hashchange", () => this._ready && this._start());
  },

  _chooser: function () {
    const words = this._data.words, label = element("label", "lb-afar", words.overview);
    const select = (this._select = label.appendChild(element("select", "lb-input")));
    MODES.filter((mode) => mode !== "rate" || this._data.rated).forEach((mode) =>
      (select.appendChild(element("option", "", words[mode])).value = mode));
    select.addEventListener("change", () => {
      this._mode = select.value;
      toLink("afar", this._mode === "auto" ? "" : this._mode);
      this._update();
    });
    return label;
  },

  _start: function () {
    const wanted = linked("afar") || "auto";
    this._ready = true;
    this._mode = [...this._select.options].some(({ value }) => value === wanted) ? wanted : "auto";
    this._select.value = this._mode;
    const all = boundsOf(this._map, () => true);
    this._whole = all ? this._map.getBoundsZoom(all) : 0;
    this._update();
  },

  _soon: function () {
    if (!this._ready || this._waiting) return;
    this._waiting = requestAnimationFrame(() => {
      this._waiting = null;
      this._update();
    });
  },

  /* what is to be seen at this zoom: "parcels", "rate" or "density" */
  _wanted: function () {
    const map = this._map, mode = this._mode, beyond = map.getZoom() - this._whole;
    if (mode === "off" || this._comparing) return "parcels";
    const stores = openStores(map), count = stores.reduce((sum, store) => sum + store.count, 0);
    if (!count) return "parcels";
    const rated = this._data.rated && this._lands().length > 0;
    if (mode !== "auto") return beyond <= NEAR[mode] && (mode !== "rate" || rated) ? mode : "parcels";
    if (count <= MANY) return "parcels";
    if (rated && beyond <= NEAR.auto) return "rate";
    const dot = Math.max(...openLayers(map).map(dotOf));
    const squares = this._kept("squares", stores, () => squaresOf(stores, this._unit(), dot));
    return isCarpet(stores, this._unit(), dot, squares) ? "density" : "parcels";
  },

  /* what is the same at a zoom whatever is shown, made once */
  _kept: function (name, stores, make) {
    const key = [this._map.getZoom(), ...stores], kept = this["_" + name];
    if (!kept || kept.key.length !== key.length || kept.key.some((one, at) => one !== key[at])) {
      this["_" + name] = { key, value: make() };
    }
    return this["_" + name].value;
  },

  _unit: function () {
    return unitOf(this._map.getZoom());
  },

  /* the outlines of banners that are on the map: {name, polygon, node} */
  _lands: function () {
    const found = [];
    this._map.eachLayer((layer) => layer.lands && found.push(...layer.lands));
    return found;
  },

  _update: function () {
    const map = this._map, wanted = this._wanted();
    this._leave();
    if (this._shown === "rate") this._uncolor();
    if (wanted !== "density" && this._frame) {
      this._frame.remove();
      this._frame = null;
    }
    coverParcels(map, "afar", wanted === "parcels" ? null : () => true);
    this._shown = wanted;
    containersOf(map).forEach((node) => (node.style.visibility = wanted === "parcels" ? "" : "hidden"));
    if (wanted === "rate") this._color();
    if (wanted === "density") this._bin();
    if (wanted === "parcels") [this._table, this._note].forEach((node) => node.remove());
  },

  /* ---- rates */
  _color: function () {
    const { ramp, words } = this._data, { categories, groups } = this._legend;
    this._rates = ratesOf(this._map, groups.column, categories);
    const texts = [], percent = ({ share }) => Number(printed(share * 100, 1)); // classes go by what is printed
    const there = [...this._rates.values()].filter(({ share }) => Number.isFinite(share)).map(percent);
    const breaks = sharesOf(there, ramp.length), colors = spreadOver(ramp, breaks.length + 1);
    this._colored = this._lands();
    this._colored.forEach(({ name, polygon, node }) => {
      const rate = this._rates.get(name), known = rate && Number.isFinite(rate.share);
      if (polygon) {
        const color = known ? colors[classOf(breaks, percent(rate))] : "#ffffff";
        polygon.setStyle({ fillColor: color, fillOpacity: OPACITY });
        if (polygon.getElement()) polygon.getElement().classList.add("lb-rated");
      }
      texts.push([node, known ? printed(rate.share * 100, 1) + "%" : ""]);
    });
    texts.forEach(([node, text]) => node && node.appendChild(element("span", "lb-rate", text && " " + text)));
    this._map.fire("lbnames"); // they are longer than before
    this._say(words.rateTitle, colors.map((color, n) => ({ color, label: spanOf(breaks, n, words, "%") })), words.closer);
  },

  _uncolor: function () {
    (this._colored || []).forEach(function ({ polygon, node, fill }) {
      if (polygon) {
        polygon.setStyle({ fillColor: "#ffffff", fillOpacity: fill });
        if (polygon.getElement()) polygon.getElement().classList.remove("lb-rated");
      }
      if (node) node.querySelectorAll(".lb-rate").forEach((one) => one.remove());
    });
    this._colored = [];
    this._map.fire("lbnames");
  },

  /* ---- density */
  _bin: function () {
    const map = this._map, { words, ramp } = this._data;
    this._width = HEXAGON * this._unit();
    const stores = openStores(map);
    this._hexagons = hexagonsOf(stores, this._width, this._kept("grid", stores, () => gridOf(stores, this._width)));
    this._breaks = breaksOf(this._hexagons.map(({ count }) => count), ramp.length);
    this._colors = spreadOver(ramp, this._breaks.length + 1);
    const km = (HEXAGON * metresOfPixel(map.getCenter().lat, map.getZoom())) / 1000;
    this._say(words.densityTitle, this._colors.map((color, n) => ({ color, label: countsOf(this._breaks, n, words) })),
      words.wide.replace("{km}", Number(km.toPrecision(2))));
    if (this._frame) this._frame.refresh();
    else {
      this._frame = new Frame((context, view) => this._steps(context, view), { pane: PANE }).addTo(map);
      this._frame.landbasePaint = (context, view) => this._paint(context, view);
    }
  },

  * _steps(context, view) {
    const [west, south, east, north] = view.box, room = this._width;
    const seen = this._hexagons.filter(({ x, y }) =>
      x >= west - room && x <= east + room && y >= south - room && y <= north + room);
    yield;
    this._draw(context, seen, (x, y) => [x * view.times - view.left, -y * view.times - view.top], view.times);
  },

  /* the same on a print or picture, whose scale is another */
  _paint: function (context, view) {
    const times = 1 / view.unit;
    this._draw(context, this._hexagons,
      (x, y) => [x * times + view.world / 2 - view.left, view.world / 2 - y * times - view.top], times);
  },

  _draw: function (context, hexagons, at, times) {
    const reach = this._width * times;
    context.globalAlpha = OPACITY;
    context.strokeStyle = "#ffffff";
    context.lineWidth = 1;
    hexagons.forEach(({ x, y, count }) => {
      const [left, top] = at(x, y);
      context.fillStyle = this._colors[classOf(this._breaks, count)];
      context.beginPath();
      CORNERS.forEach(([dx, dy]) => context.lineTo(left + dx * reach, top + dy * reach));
      context.closePath();
      context.fill();
      context.stroke();
    });
    context.globalAlpha = 1;
  },

  /* ---- what it says */
  _say: function (title, lines, note) {
    const body = element("tbody");
    lines.forEach(function ({ label, color }) {
      body.appendChild(element("tr")).appendChild(element("th")).append(swatchOf({ color }), label);
    });
    refill(this._table, element("caption", "", title), body);
    this._note.textContent = note;
    this._box.prepend(this._table, this._note);
  },

  /* print and picture draw what the map shows */
  hidesParcels: function () {
    return this._shown !== "parcels";
  },

  /* call something while parcels are shown, as on a print of single banners or parcels */
  plainly: function (act) {
    const shown = this._shown;
    if (shown === "parcels") return act();
    this._shown = "parcels";
    if (shown === "rate") this._uncolor();
    [this._table, this._note].forEach((node) => node.remove());
    try {
      return act();
    } finally {
      this._shown = shown;
      this._box.prepend(this._table, this._note);
      if (shown === "rate") this._color();
    }
  },

  /* the banner or hexagon at a place: {text, go} */
  _at: function (latLng) {
    const map = this._map, words = this._data.words, mu = this._legend.units.mu;
    const inMu = (m2) => printed((m2 * mu.times) / mu.by, 2);
    if (this._shown === "density") {
      const [x, y] = Store.units(latLng);
      const near = this._hexagons.reduce((best, one) => {
        const away = (one.x - x) ** 2 + (one.y - y) ** 2;
        return away < best.away ? { away, one } : best;
      }, { away: (this._width / 2) ** 2 * 1.2, one: null }).one;
      if (!near) return null;
      const [lon, lat] = Store.lonLat(near.x, near.y);
      return {
        text: words.oneHexagon.replace("{n}", near.count.toLocaleString("en-US")).replace("{mu}", inMu(near.m2)),
        go: () => map.setView([lat, lon], map.getZoom() + CLOSER, { animate: false }),
      };
    }
    const land = (this._colored || []).find(({ polygon }) => polygon && holds(polygon, latLng));
    const rate = land && this._rates.get(land.name);
    if (!land) return null;
    return {
      text: !rate || !Number.isFinite(rate.share) ? land.name + withUnit("", words.noRate)
        : words.oneRate.replace("{banner}", land.name).replace("{rate}", printed(rate.share * 100, 1) + "%")
          .replace("{done}", inMu(rate.done)).replace("{mu}", inMu(rate.m2)),
      go: () => lookAt(map, land.polygon.getBounds()),
    };
  },

  _point: function (event) {
    const map = this._map;
    if (this._shown === "parcels" || map.landbaseBusy || map.dragging.moving()) return;
    const found = this._at(event.latlng);
    this._leave();
    if (!found) return;
    if (event.type === "click") {
      found.go();
      return;
    }
    map.getContainer().style.cursor = "pointer";
    this._tip = L.tooltip({ className: "lb-tip", opacity: 1, direction: "auto", offset: [12, 0] })
      .setLatLng(event.latlng).setContent(element("div", "", found.text)).addTo(map);
  },

  _leave: function () {
    if (!this._tip) return;
    this._tip.remove();
    this._tip = null;
    this._map.getContainer().style.cursor = "";
  },
});

/* so many colours of a ramp, from its first to its last */
const spreadOver = (ramp, count) => [...Array(count).keys()].map((n) =>
  ramp[count > 1 ? Math.round((n * (ramp.length - 1)) / (count - 1)) : 0]);

/* how classes are named: shares from one break to the next, counts up to the one before it */
function spanOf(breaks, n, words, unit) {
  if (!breaks.length) return words.above.replace("{low}", 0 + unit);
  if (n === 0) return words.below.replace("{high}", breaks[0] + unit);
  if (n === breaks.length) return words.above.replace("{low}", breaks[n - 1] + unit);
  return words.between.replace("{low}", breaks[n - 1]).replace("{high}", breaks[n] + unit);
}

function countsOf(breaks, n, words) {
  const said = (count) => count.toLocaleString("en-US"), low = n ? breaks[n - 1] : 1;
  if (n === breaks.length) return words.above.replace("{low}", said(low));
  const high = breaks[n] - 1;
  return low === high ? said(low) : words.between.replace("{low}", said(low)).replace("{high}", said(high));
}

/* is a place within a polygon of Leaflet: inside its rings an odd number of times */
function holds(polygon, { lat, lng }) {
  let inside = false;
  if (!polygon.getBounds().contains([lat, lng])) return false;
  polygon.getLatLngs().flat().forEach(function (ring) {
    ring.forEach(function (one, at) {
      const other = ring[(at || ring.length) - 1];
      if (one.lat > lat !== other.lat > lat &&
        lng < ((other.lng - one.lng) * (lat - one.lat)) / (other.lat - one.lat) + one.lng) inside = !inside;
    });
  });
  return inside;
}

export const addOverview = (map, data, legend) => (map.landbaseOverview = new Overview(map, data, legend));
