/* Several parcels at once: picked with Shift, with a box, or all that is shown.

   `store.selected` marks the rows. Only what is shown counts: what a filter hides stays
   marked, and counts again when it is shown again. */

import { printed } from "./apportion.js";
import { element, refill } from "./dom.js";
import { copyText, formats, saveAs } from "./exporting.js";
import { tsvOf } from "./files.js";
import { joinLayers, openLayers, readLayers, rowsWhere } from "./layers.js";
import { linked, toLink } from "./link.js";
import { bottomOf } from "./page.js";
import { Store, meets } from "./store.js";
import { Sums } from "./sums.js";
import { withUnit } from "./texts.js";

const MOVED = 4; // px: a shorter drag is a click
const LINKED = 1000; // more parcels than that are not kept in the address

const Tools = L.Control.extend({
  options: { position: "topleft" },
  initialize: function (words, selection) {
    this.words = words;
    this.selection = selection;
  },
  onAdd: function () {
    const box = element("div", "leaflet-bar lb-picking");
    const add = function (className, label, act) {
      const node = box.appendChild(element("button", className));
      node.type = "button";
      node.title = label;
      node.setAttribute("aria-label", label);
      node.addEventListener("click", act);
      return node;
    };
    this.box = add("lb-tool-box", this.words.box, () => this.selection.aim(!this.selection.aiming));
    this.box.setAttribute("aria-pressed", "false");
    add("lb-tool-every", this.words.every, () => this.selection.every());
    L.DomEvent.disableClickPropagation(box);
    return box;
  },
});

const Selection = L.Class.extend({
  initialize: function (map, data) {
    this._map = map;
    this.words = data.words;
    this.aiming = false;
    this._tools = new Tools(data.words, this).addTo(map);
    this._build(bottomOf(map));
    map.boxZoom.disable(); // Shift is for selecting
    map.getContainer().addEventListener("pointerdown", (event) => this._down(event), true);
    window.addEventListener("keydown", (event) => event.key === "Escape" && this.aim(false));
    map.on("lbready", this._restore, this);
    map.on("lbchanged overlayadd overlayremove", this._tell, this);
    window.addEventListener("hashchange", () => this._ready && this._restore());
  },

  _build: function (parent) {
    const words = this.words, box = (this._box = element("section", "lb-bar lb-selection"));
    box.hidden = true;
    box.setAttribute("aria-label", words.selection);
    this._sums = box.appendChild(element("span", "lb-sums"));
    this._sums.setAttribute("role", "status");
    const add = (text, act) => {
      const button = box.appendChild(element("button", "lb-small", text));
      button.type = "button";
      button.addEventListener("click", act);
      return button;
    };
    this._copy = add(words.copy, () => this.copy());
    formats().forEach(([format, name]) =>
      add(name, () => saveAs(this._map, format, this.rows(), this.words, this._day())));
    add(words.clear, () => this.clear());
    parent.prepend(box);
  },

  /* what is selected and shown, as {store, rows} of each layer */
  rows: function () {
    return rowsWhere(this._map, ({ selected, shown }, row) => selected[row] && shown[row]);
  },

  /* the same as a list of {layer, row} */
  chosen: function () {
    return openLayers(this._map).flatMap((layer) => {
      const found = this.rows().find(({ store }) => store === layer.store);
      return Array.from(found.rows, (row) => ({ layer, row }));
    });
  },

  _stores: function () {
    return readLayers(this._map).map((layer) => layer.store);
  },

  _refresh: function () {
    readLayers(this._map).forEach((layer) => layer.refresh());
  },

  /* rows were marked or not: draw and tell it, and keep it in the link */
  changed: function () {
    this._refresh();
    toLink("select", this._link());
    this._tell();
  },

  /* ids for the address, where the page has ids and there are not too many */
  _link: function () {
    const ids = [];
    for (const store of this._stores()) {
      const at = store.columns.findIndex((column) => column.name === "parcel_id");
      for (let row = 0; row < store.count; row++) {
        if (!store.selected[row]) continue;
        if (at < 0 || ids.length === LINKED) return "";
        ids.push(store.text(at, row));
      }
    }
    return ids.length ? JSON.stringify(ids) : "";
  },

  _restore: function () {
    let ids = [];
    if (this._unlinked && !linked("select")) return; // too many for a link
    try {
      ids = JSON.parse(linked("select") || "[]");
    } catch (unreadable) {
      ids = []; // someone may have cut the link
    }
    const wanted = new Set(Array.isArray(ids) ? ids : []);
    this._stores().forEach(function (store) {
      const at = store.columns.findIndex((column) => column.name === "parcel_id");
      for (let row = 0; row < store.count; row++) {
        store.selected[row] = wanted.size && at >= 0 && wanted.has(store.text(at, row)) ? 1 : 0;
      }
    });
    if (this._ready || wanted.size) this._refresh();
    this._ready = true;
    this._tell();
  },

  /* what print and picture say of the selection; null where there is none */
  line: function () {
    const { count, m2 } = this._sum(), words = this.words;
    if (!count) return null;
    const { mu, ha } = this._stores()[0].header.units;
    return {
      title: words.selection, label: words.ring, heads: [words.count, mu.label, ha.label],
      figures: [count.toLocaleString("en-US"), printed((m2 * mu.times) / mu.by, 2), printed((m2 * ha.times) / ha.by, 2)],
    };
  },

  /* how many are selected, how many of them are shown, and the area of those */
  _sum: function () {
    const sum = { marked: 0, count: 0 }, sums = new Sums(1);
    readLayers(this._map).forEach((layer) => {
      const { selected, shown, areas, count } = layer.store, open = this._map.hasLayer(layer);
      for (let row = 0; row < count; row++) {
        if (!selected[row]) continue;
        sum.marked += 1;
        if (!open || !shown[row]) continue;
        sum.count += 1;
        if (areas[row] > 0) sums.add(0, areas[row]);
      }
    });
    return Object.assign(sum, { m2: sums.at(0) });
  },

  /* show the sums of the selection */
  _tell: function () {
    const { marked, count, m2 } = this._sum(), words = this.words;
    this._unlinked = marked > LINKED;
    this._box.hidden = !marked;
    this._map.fire("lbselected");
    if (this._label) this._label();
    if (!marked) return;
    const units = this._stores()[0].header.units;
    const texts = [words.selected.replace("{n}", count.toLocaleString("en-US"))];
    ["mu", "ha"].forEach(function (name) {
      const unit = units[name];
      texts.push(withUnit(printed((m2 * unit.times) / unit.by, 2), unit.label));
    });
    const hidden = marked - count;
    refill(this._sums, ...texts.map((text) => element("b", "", text)));
    if (this._unlinked) {
      const text = words.unlinked.replace("{n}", LINKED.toLocaleString("en-US"));
      this._sums.appendChild(element("span", "lb-none", text));
    }
    if (hidden) this._sums.appendChild(element("span", "lb-none", words.hidden.replace("{n}", hidden.toLocaleString("en-US"))));
  },

  toggle: function (layer, row) {
    layer.store.selected[row] = layer.store.selected[row] ? 0 : 1;
    this.changed();
  },

  clear: function () {
    this._stores().forEach((store) => store.selected.fill(0));
    this.changed();
  },

  every: function () {
    this._stores().forEach((store) => store.selected.fill(0));
    openLayers(this._map).forEach(({ store }) => store.selected.set(store.shown));
    this.changed();
  },

  /* select what meets a box of the map, in px; `more` keeps what was selected */
  within: function (one, other, more) {
    const corners = [one, other].map((point) =>
      Store.units(this._map.containerPointToLatLng(point)));
    const box = [0, 1].map((axis) => Math.min(corners[0][axis], corners[1][axis]))
      .concat([0, 1].map((axis) => Math.max(corners[0][axis], corners[1][axis])));
    if (!more) this._stores().forEach((store) => store.selected.fill(0));
    openLayers(this._map).forEach(function ({ store }) {
      store.within(...box).forEach(function (row) {
        if (store.shown[row] && meets(store, row, box)) store.selected[row] = 1;
      });
    });
    this.changed();
  },

  /* the button of a card */
  button: function (layer, row) {
    const words = this.words, node = element("button", "lb-small lb-choose");
    const label = () => (node.textContent = layer.store.selected[row] ? words.take : words.add);
    node.type = "button";
    node.addEventListener("click", () => this.toggle(layer, row));
    this._label = label; // of the one card that is open
    label();
    return node;
  },

  /* the tool that draws a box: while it is on, a drag selects and does not move the map */
  aim: function (on) {
    if (on && this._map.landbaseMeasure) this._map.landbaseMeasure.stop();
    this.aiming = on;
    this._tools.box.setAttribute("aria-pressed", String(on));
    this._map.getContainer().classList.toggle("lb-aiming", on); // there a touch is no scroll
    this._map.dragging[on ? "disable" : "enable"]();
  },

  _down: function (event) {
    if (event.button !== 0 || !(this.aiming || event.shiftKey)) return;
    if (this._map.landbaseBusy) return; // a tool has the pointer
    if (event.target.closest(".leaflet-control, .leaflet-popup")) return;
    const map = this._map, from = map.mouseEventToContainerPoint(event);
    const frame = element("div", "lb-frame");
    let to = from;
    const move = function (moved) {
      to = map.mouseEventToContainerPoint(moved);
      if (!frame.parentNode && from.distanceTo(to) > MOVED) map.getContainer().appendChild(frame);
      Object.assign(frame.style, {
        left: Math.min(from.x, to.x) + "px", top: Math.min(from.y, to.y) + "px",
        width: Math.abs(to.x - from.x) + "px", height: Math.abs(to.y - from.y) + "px",
      });
    };
    const end = (ended) => {
      window.removeEventListener("pointermove", move);
      ["pointerup", "pointercancel"].forEach((name) => window.removeEventListener(name, end));
      L.DomUtil.enableTextSelection();
      if (!frame.parentNode) return;
      frame.remove();
      if (ended.type === "pointercancel") return;
      this._swallow();
      this.within(from, to, event.shiftKey);
    };
    L.DomUtil.disableTextSelection();
    window.addEventListener("pointermove", move);
    ["pointerup", "pointercancel"].forEach((name) => window.addEventListener(name, end));
  },

  /* the click that ends a drag is none */
  _swallow: function () {
    const stop = (event) => event.stopPropagation();
    window.addEventListener("click", stop, { capture: true, once: true });
    setTimeout(() => window.removeEventListener("click", stop, true), 0);
  },

  _day: function () {
    return this._map.landbaseDay;
  },

  copy: async function () {
    const done = await copyText(tsvOf(this.rows(), this.words, this._day()));
    this._copy.textContent = done ? this.words.copied : this.words.copyFailed;
    setTimeout(() => (this._copy.textContent = this.words.copy), 2000);
  },
});

/* a click that selects: with Shift one more or less, with the tool one alone */
export function picked(map, event, layer, row) {
  const selection = map.landbaseSelection;
  if (!selection || !(selection.aiming || event.originalEvent.shiftKey)) return false;
  const was = layer.store.selected[row];
  if (!event.originalEvent.shiftKey) selection._stores().forEach((store) => store.selected.fill(0));
  layer.store.selected[row] = was ? 0 : 1;
  selection.changed();
  return true;
}

export function addSelection(map, data) {
  joinLayers(map, data.layers);
  map.landbaseSelection = new Selection(map, data);
}
