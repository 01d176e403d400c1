/* Two days: an earlier one left of a line that can be moved, or on a map of its own that
   moves with this one; the day of the slider right of it; and the table of what changed
   between them. */

import { storeCard } from "./card.js";
import { changesBetween, selectChanged, storeBeside } from "./changes.js";
import { dayOf, isoDay, sayDay, setDay } from "./days.js";
import { drawChosen, drawRows } from "./drawing.js";
import { buttonOf, element, refill, swatchOf } from "./dom.js";
import { printedTable } from "./figures.js";
import { filterStore } from "./filters.js";
import { Frame } from "./frame.js";
import { unitOf } from "./geodesy.js";
import { containersOf, coverParcels, dotOf, readLayers, stacked } from "./layers.js";
import { linked, toLink } from "./link.js";
import { bottomOf } from "./page.js";
import { Store } from "./store.js";
import { Twin } from "./twin.js";

const PANE = "lbEarlier";
const YEAR = 365; // days back, where nothing else is said
const STEP = 0.02; // of the width of the map, that a key moves the line by

const Compare = L.Class.extend({
  /* `data` has the words, the column of states, and its lines: {key, label, color, edge} */
  initialize: function (map, data, words) {
    Object.assign(this, { _map: map, _data: data, _words: words, _share: 0.5, _pairs: [], _beside: false });
    this.button = buttonOf(words.compare, "lb-small lb-compare-open", () => this.show(this._box === undefined));
    this.button.setAttribute("aria-pressed", "false");
    map.on("lbready", this._restore, this);
    window.addEventListener("hashchange", () => this._ready && this._restore());
    map.on("lbday lbchanged overlayadd overlayremove lblooks", this._soon, this);
    map.on("lbselected", () => this._frame && this._frame.refresh());
    map.on("move moveend zoomend resize", this._clip, this);
  },

  _restore: function () {
    this._ready = true;
    const day = dayOf(linked("compare")), beside = linked("panes") === "side";
    if (day === null && this._beside && linked("view")) this._lay(false); // the view is the link's
    this.show(day !== null, day);
    if (!this._box || beside === this._beside) return;
    if (linked("view")) this._lay(beside);
    else this._makeRoom(beside);
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
    const map = this._map;
    this._pairs = readLayers(map).filter(({ store }) => store.timeline)
      .map((layer) => ({ layer, now: layer.store, then: storeBeside(layer.store) }));
    this._build();
    this._lay(false);
    coverParcels(map, "earlier", (latLng) => this._isEarlier(latLng));
    map.fire("lbcompare", { on: true });
    this.set(day);
  },

  _close: function () {
    const map = this._map;
    this._makeRoom(false);
    this._lift();
    coverParcels(map, "earlier", null);
    [this._box, this._table].forEach((node) => node.remove());
    this._box = undefined;
    this._pairs = [];
    ["compare", "panes"].forEach((name) => toLink(name, ""));
    map.fire("lbcompare", { on: false });
  },

  /* where the earlier day is drawn: on a map beside, or on this one left of the line */
  _lay: function (beside) {
    const map = this._map;
    if (this._frame) this._lift();
    this._beside = beside;
    if (beside) this._twin = new Twin(map, this._words.earlier);
    const on = (this._on = beside ? this._twin.map : map), pane = on.getPane(PANE) || on.createPane(PANE);
    Object.assign(pane.style, { zIndex: 401, pointerEvents: "none" });
    this._frame = new Frame((context, view) => this._steps(context, view), { pane: PANE }).addTo(on);
    on.on("mousemove click", this._point, this);
    on.on("mouseout", this._leave, this);
    this._line = map.getContainer().appendChild(beside ? this._parted(element("div", "lb-swipe lb-fixed")) : this._swipe());
    this._side.setAttribute("aria-pressed", String(beside));
    toLink("panes", beside ? "side" : "");
    if (this.day !== undefined && this._pairs.length) this._follow();
  },

  _lift: function () {
    const on = this._on;
    on.off("mousemove click", this._point, this);
    on.off("mouseout", this._leave, this);
    this._leave();
    this._frame.remove();
    this._line.remove();
    this._layersOf().forEach(({ node }) => (node.style.clip = ""));
    if (this._twin) this._twin.remove();
    this._frame = this._twin = undefined;
  },

  /* a map beside takes half of the width: one zoom further out all of it is to be seen */
  _makeRoom: function (beside) {
    if (beside === this._beside) return;
    const map = this._map, step = beside ? -1 : 1, zoom = map.getZoom() + step;
    if (beside) this._lay(true);
    const half = map.landbaseCovered / 2, middle = L.point(beside ? 2 * half : 3 * half, map.getSize().y / 2);
    map.setZoomAround(middle, Math.min(map.getMaxZoom(), Math.max(map.getMinZoom(), zoom)), { animate: false });
    if (!beside) this._lay(false);
    map.panBy([step * half, 0], { animate: false });
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
    this._side = box.appendChild(buttonOf(words.side, "lb-small lb-compare-side", () => this._makeRoom(!this._beside)));
    box.appendChild(buttonOf(words.close, "lb-small", () => {
      this.show(false);
      this.button.focus();
    }));
    bottomOf(map).prepend(box);
    this._table = this._panel();
  },

  /* a line with the days on either side of it */
  _parted: function (line) {
    this._names = ["earlier", "later"].map((name) => line.appendChild(element("span", "lb-swipe-" + name)));
    return line;
  },

  /* the same as a slider of its own */
  _swipe: function () {
    const line = this._parted(element("div", "lb-swipe")), words = this._words, map = this._map;
    line.tabIndex = 0;
    Object.entries({
      role: "slider", "aria-label": words.swipe, "aria-valuemin": 0, "aria-valuemax": 100, title: words.swipe,
    }).forEach(([name, value]) => line.setAttribute(name, value));
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

  /* the one on top last */
  _stackedPairs: function () {
    const pairs = this._openPairs();
    return stacked(pairs.map(({ layer }) => layer)).map((layer) => pairs.find((pair) => pair.layer === layer));
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
    this._changes = null;
    if (!pairs.length || !changes.length) {
      refill(this._table, title, element("p", "lb-foot", words.none));
      return;
    }
    const { units } = pairs[0].now.header;
    const { lines: told, total } = printedTable([...changes, Object.assign({ label: words.same }, same)], units);
    const rest = told.pop(), table = (this._changes = element("table")), body = element("tbody"), foot = element("tfoot");
    const head = element("thead"), heads = head.appendChild(element("tr"));
    [words.from, words.count, units.mu.label, units.ha.label].forEach((text) => {
      const cell = heads.appendChild(element("th", "", text));
      cell.scope = "col";
    });
    told.forEach((line) => body.appendChild(this._row(line)));
    body.appendChild(rowOf(element("span", "", words.same), rest));
    foot.appendChild(rowOf(element("span", "", words.total), total)).className = "lb-total";
    table.append(head, body, foot);
    refill(this._table, title, table, element("p", "lb-foot", words.note + words.how));
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
    const map = this._map, size = map.getSize();
    if (this._beside) {
      this._line.style.left = map.landbaseCovered + "px";
      return;
    }
    const x = Math.round(this._share * size.x);
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
    for (const { layer, then } of this._stackedPairs()) {
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
    return !this._beside && this._map.latLngToContainerPoint(latLng).x < this._share * this._map.getSize().x;
  },

  /* what is under the pointer on the left, as it was on the earlier day */
  _point: function (event) {
    const map = this._on;
    this._leave();
    if (this._map.landbaseBusy || map.dragging.moving() || !(this._beside || this._isEarlier(event.latlng))) return;
    const [x, y] = Store.units(event.latlng), unit = unitOf(map.getZoom());
    for (const { layer, then } of this._stackedPairs().reverse()) {
      const row = then.at(x, y, dotOf(layer) * unit, unit);
      if (row < 0) continue;
      const card = storeCard(then, layer.options, row, layer.options.tooltip);
      card.prepend(element("div", "lb-card-day", this._said[0]));
      this._tip = L.tooltip({ className: "lb-tip", opacity: 1, direction: "auto", offset: [12, 0] })
        .setLatLng(event.latlng).setContent(card).addTo(map);
      return;
    }
  },

  /* for a sheet of paper: both days, the table of changes, and what draws the earlier day */
  printed: function () {
    if (!this._box) return null;
    const table = this._changes && this._changes.cloneNode(true);
    if (table) {
      table.dataset.part = "changes";
      table.prepend(element("caption", "", this._table.firstChild.textContent));
      table.querySelectorAll(".lb-pick").forEach((button) => button.replaceWith(...button.childNodes));
    }
    return {
      days: this._said, tables: table ? [table] : [], note: table ? this._words.note : this._words.none,
      earlier: (act) => {
        this._pairs.forEach(({ layer, then }) => (layer.store = then));
        try {
          return act();
        } finally {
          this._pairs.forEach(({ layer, now }) => (layer.store = now));
        }
      },
    };
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
