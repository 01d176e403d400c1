/* Two days on one map: an earlier one left of a line that can be moved, the day of the
   slider right of it, and the table of what changed between them. */

import { storeCard } from "./card.js";
import { changesBetween, selectChanged, storeBeside } from "./changes.js";
import { dayOf, isoDay, sayDay, setDay } from "./days.js";
import { drawChosen, drawRows } from "./drawing.js";
import { buttonOf, element, refill, swatchOf } from "./dom.js";
import { printedTable } from "./figures.js";
import { filterStore } from "./filters.js";
import { Frame } from "./frame.js";
import { unitOf } from "./geodesy.js";
import { containersOf, coverParcels, dotOf, readLayers } from "./layers.js";
import { linked, toLink } from "./link.js";
import { bottomOf } from "./page.js";
import { Store } from "./store.js";

const PANE = "lbEarlier";
const YEAR = 365; // days back, where nothing else is said
const STEP = 0.02; // of the width of the map, that a key moves the line by

const Compare = L.Class.extend({
  /* `data` has the words, the column of states, and its lines: {key, label, color, edge} */
  initialize: function (map, data, words) {
    Object.assign(this, { _map: map, _data: data, _words: words, _share: 0.5, _pairs: [] });
    this.button = buttonOf(words.compare, "lb-small lb-compare-open", () => this.show(this._box === undefined));
    this.button.setAttribute("aria-pressed", "false");
    map.on("lbready", this._restore, this);
    window.addEventListener("hashchange", () => this._ready && this._restore());
    map.on("lbday lbchanged overlayadd overlayremove", this._soon, this);
    map.on("lbselected", () => this._frame && this._frame.refresh());
    map.on("move moveend zoomend resize", this._clip, this);
  },

  _restore: function () {
    this._ready = true;
    const day = dayOf(linked("compare"));
    this.show(day !== null, day);
  },

  show: function (on, day) {
    if (on && this._box) this.set(day);
    if (on === Boolean(this._box)) return;
    this.button.setAttribute("aria-pressed", String(on));
    if (on) this._open(day === undefined ? this._map.landbaseDay - YEAR : day);
    else this._close();
    this._map.fire("resize");
  },

  _open: function (day) {
    const map = this._map, pane = map.getPane(PANE) || map.createPane(PANE);
    pane.style.zIndex = 401;
    pane.style.pointerEvents = "none";
    this._pairs = readLayers(map).filter(({ store }) => store.timeline)
      .map((layer) => ({ layer, now: layer.store, then: storeBeside(layer.store) }));
    this._frame = new Frame((context, view) => this._steps(context, view), { pane: PANE }).addTo(map);
    this._build();
    coverParcels(map, "earlier", (latLng) => this._isEarlier(latLng));
    map.on("mousemove click", this._point, this);
    map.on("mouseout", this._leave, this);
    map.fire("lbcompare", { on: true });
    this.set(day);
  },

  _close: function () {
    const map = this._map;
    map.off("mousemove click", this._point, this);
    map.off("mouseout", this._leave, this);
    this._leave();
    coverParcels(map, "earlier", null);
    this._frame.remove();
    [this._box, this._line, this._table].forEach((node) => node.remove());
    this._layersOf().forEach(({ node }) => (node.style.clip = ""));
    this._box = this._frame = undefined;
    this._pairs = [];
    toLink("compare", "");
    map.fire("lbcompare", { on: false });
  },

  _build: function () {
    const map = this._map, words = this._words, box = (this._box = element("section", "lb-bar lb-compare"));
    box.setAttribute("aria-label", words.compare);
    const label = box.appendChild(element("label", "", words.left + " "));
    const input = (this._input = label.appendChild(element("input", "lb-input")));
    Object.assign(input, { type: "text", spellcheck: false, autocomplete: "off" });
    input.setAttribute("aria-label", words.earlier);
    input.addEventListener("change", () => {
      const day = dayOf(input.value);
      this.set(day === null ? this.day : day);
    });
    box.appendChild(element("span", "", words.right + " "));
    this._later = box.lastChild.appendChild(element("b"));
    box.appendChild(buttonOf(words.close, "lb-small", () => {
      this.show(false);
      this.button.focus();
    }));
    bottomOf(map).prepend(box);
    this._table = this._panel();
    this._line = map.getContainer().appendChild(this._swipe());
  },

  /* the line between the days, as a slider of its own */
  _swipe: function () {
    const line = element("div", "lb-swipe"), words = this._words, map = this._map;
    line.tabIndex = 0;
    Object.entries({
      role: "slider", "aria-label": words.swipe, "aria-valuemin": 0, "aria-valuemax": 100, title: words.swipe,
    }).forEach(([name, value]) => line.setAttribute(name, value));
    this._names = [words.left, words.right].map((_, at) =>
      line.appendChild(element("span", at ? "lb-swipe-later" : "lb-swipe-earlier")));
    line.appendChild(element("i"));
    const move = (event) => this._to((event.clientX - map.getContainer().getBoundingClientRect().left) / map.getSize().x);
    line.addEventListener("pointerdown", function (event) {
      line.setPointerCapture(event.pointerId);
      line.addEventListener("pointermove", move);
    });
    ["pointerup", "pointercancel"].forEach((name) =>
      line.addEventListener(name, () => line.removeEventListener("pointermove", move)));
    line.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
      if (!way) return;
      this._to(this._share + way * STEP);
      event.preventDefault();
      event.stopPropagation();
    });
    L.DomEvent.disableClickPropagation(line);
    return line;
  },

  _to: function (share) {
    this._share = Math.max(0, Math.min(1, share));
    this._leave();
    this._clip();
  },

  _panel: function () {
    const box = element("section", "lb-panel lb-changes leaflet-control");
    const legend = this._map.getContainer().querySelector(".lb-legend");
    if (legend) legend.before(box);
    else this._map.getContainer().querySelector(".leaflet-top.leaflet-right").appendChild(box);
    box.tabIndex = 0;
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    return box;
  },

  set: function (day) {
    this.day = day;
    this._input.value = isoDay(day);
    toLink("compare", isoDay(day));
    this._pairs.forEach(({ then }) => setDay(then, day));
    this._follow();
  },

  _soon: function () {
    if (!this._box || this._waiting) return;
    this._waiting = requestAnimationFrame(() => {
      this._waiting = null;
      if (this._box) this._follow();
    });
  },

  /* filter the earlier day as the map, draw it, and tell what changed */
  _follow: function () {
    const map = this._map, filters = map.landbaseFilters;
    this._pairs.forEach(({ then }) => {
      if (filters && filters.ready()) filterStore(then, filters.state, this.day);
    });
    const say = (day) => sayDay(day, this._data.date);
    this._said = [this.day, map.landbaseDay].map(say);
    this._later.textContent = isoDay(map.landbaseDay);
    this._names.forEach((name, at) => (name.textContent = this._said[at]));
    this._frame.refresh();
    this._clip();
    cancelAnimationFrame(this._telling); // a frame of its own: the map goes first
    this._telling = requestAnimationFrame(() => this._box && this._tell());
  },

  _openPairs: function () {
    return this._pairs.filter(({ layer }) => this._map.hasLayer(layer));
  },

  _tell: function () {
    const words = this._words, { column, lines } = this._data, pairs = this._openPairs();
    const categories = [...new Set(pairs.flatMap(({ now }) => now.header.categories))];
    const order = new Map(lines.map(({ key }, at) => [key, at]));
    const { changes, same } = changesBetween(pairs, column, categories);
    const place = (key) => (order.has(key) ? order.get(key) : order.size);
    changes.sort((one, other) => place(one.from) - place(other.from) || place(one.to) - place(other.to));
    const named = words.title.replace("{from}", this._said[0]).replace("{to}", this._said[1]);
    this._table.setAttribute("aria-label", named);
    const title = element("h2", "lb-panel-title", named);
    if (!pairs.length || !changes.length) {
      refill(this._table, title, element("p", "lb-foot", words.none));
      return;
    }
    const { units } = pairs[0].now.header;
    const { lines: told, total } = printedTable([...changes, Object.assign({ label: words.same }, same)], units);
    const rest = told.pop(), table = element("table"), body = element("tbody"), foot = element("tfoot");
    const head = element("thead"), heads = head.appendChild(element("tr"));
    [words.from, words.count, units.mu.label, units.ha.label].forEach((text) => {
      const cell = heads.appendChild(element("th", "", text));
      cell.scope = "col";
    });
    told.forEach((line) => body.appendChild(this._row(line)));
    body.appendChild(rowOf(element("span", "", words.same), rest));
    foot.appendChild(rowOf(element("span", "", words.total), total)).className = "lb-total";
    table.append(head, body, foot);
    refill(this._table, title, table, element("p", "lb-foot", words.note));
  },

  _row: function (line) {
    const words = this._words, lookOf = (key) => this._data.lines.find((one) => one.key === key) || { label: String(key) };
    const box = buttonOf("", "lb-pick", () => {
      selectChanged(this._openPairs(), this._data.column, line.from, line.to);
      if (this._map.landbaseSelection) this._map.landbaseSelection.changed();
    });
    const [from, to] = [lookOf(line.from), lookOf(line.to)];
    [from, to].forEach((look, at) => {
      if (at) box.append(words.arrow.replace("{from}", "").replace("{to}", ""));
      const state = box.appendChild(element("span", "lb-state"));
      state.append(swatchOf(look), look.label);
    });
    return rowOf(box, line);
  },

  /* the containers that parcels are drawn in */
  _layersOf: function () {
    return containersOf(this._map).map((node) => ({ node, at: L.DomUtil.getPosition(node) || L.point(0, 0) }));
  },

  /* show the earlier day on the left of the line and the later one on its right */
  _clip: function () {
    if (!this._box) return;
    const map = this._map, size = map.getSize(), x = Math.round(this._share * size.x);
    const corner = map.containerPointToLayerPoint([0, 0]), end = corner.add(size), middle = corner.x + x;
    const rect = (...sides) => "rect(" + sides.map((side) => side + "px").join(" ") + ")";
    this._layersOf().forEach(({ node, at }) =>
      (node.style.clip = rect(corner.y - at.y, end.x - at.x, end.y - at.y, middle - at.x)));
    map.getPane(PANE).style.clip = rect(corner.y, middle, end.y, corner.x);
    this._line.style.left = x + "px";
    this._line.setAttribute("aria-valuenow", Math.round(this._share * 100));
    this._line.setAttribute("aria-valuetext", (this._said || []).join(" | "));
  },

  * _steps(context, view) {
    for (const { layer, then } of this._openPairs()) {
      const own = Object.assign({ dot: dotOf(layer) }, view), room = own.dot * view.unit;
      const [west, south, east, north] = view.box;
      const rows = then.within(west - room, south - room, east + room, north + room);
      context.globalAlpha = layer.options.opacity || 1;
      yield* drawRows(then, context, own, rows);
      context.globalAlpha = 1;
      yield* drawChosen(then, context, own, rows);
    }
  },

  _isEarlier: function (latLng) {
    return this._map.latLngToContainerPoint(latLng).x < this._share * this._map.getSize().x;
  },

  /* what is under the pointer on the left, as it was on the earlier day */
  _point: function (event) {
    const map = this._map;
    this._leave();
    if (map.landbaseBusy || map.dragging.moving() || !this._isEarlier(event.latlng)) return;
    const [x, y] = Store.units(event.latlng), unit = unitOf(map.getZoom());
    for (const { layer, then } of this._openPairs().reverse()) {
      const row = then.at(x, y, dotOf(layer) * unit, unit);
      if (row < 0) continue;
      const card = storeCard(then, layer.options, row, layer.options.tooltip);
      card.prepend(element("div", "lb-card-day", this._said[0]));
      this._tip = L.tooltip({ className: "lb-tip", opacity: 1, direction: "auto", offset: [12, 0] })
        .setLatLng(event.latlng).setContent(card).addTo(map);
      return;
    }
  },

  _leave: function () {
    if (this._tip) this._tip.remove();
    this._tip = null;
  },
});

function rowOf(head, figures) {
  const row = element("tr"), cell = row.appendChild(element("th"));
  cell.scope = "row";
  cell.appendChild(head);
  ["count", "mu", "ha"].forEach((measure) => row.appendChild(element("td", "", figures[measure])));
  return row;
}

/* the button that compares, for the bar of the slider; nothing where no column says states */
export function compareButton(map, data) {
  if (!data.states) return null;
  const compare = (map.landbaseCompare = new Compare(map, Object.assign({ date: data.words.date }, data.states), data.words.compare));
  return compare.button;
}
