/* Many parcels on canvas tiles: drawn from the store, some steps a frame. */

import { openCard, storeCard } from "./card.js";
import { element } from "./dom.js";
import { drawChosen, drawRows } from "./drawing.js";
import { unitOf, worldOf } from "./geodesy.js";
import { isCovered, pageLayers, stacked } from "./layers.js";
import { openStore } from "./reading.js";
import { picked } from "./selection.js";
import { Store } from "./store.js";

const FRAME = 12; // ms of drawing a frame

function context(width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return canvas.getContext("2d", { willReadFrequently: true });
}

export const TileLayer = L.GridLayer.extend({
  options: {
    pane: "overlayPane", noWrap: true, keepBuffer: 1, updateWhenZooming: false,
    updateWhenIdle: false, maxZoom: 24,
  },

  initialize: function (id, options) {
    L.GridLayer.prototype.initialize.call(this, options);
    this._waiting = [];
    this.on("tileunload", (event) => {
      this._waiting = this._waiting.filter((job) => job.tile !== event.tile);
    });
    if (options.compressed && typeof DecompressionStream === "undefined") {
      this._problem = options.tooOld;
      this.ready = new Promise(() => undefined);
      return;
    }
    const opened = (store) => {
      this.store = store;
      this._notice("");
      this.refresh();
      this.fire("opened");
      return store;
    };
    const failed = (error) => {
      this._problem = options.unread + " (" + error.message + ")";
      this._notice(this._problem);
      return new Promise(() => undefined);
    };
    const reading = Promise.resolve().then(() => openStore(id, options.compressed));
    this.ready = reading.then(opened, failed);
  },

  onAdd: function (map) {
    L.GridLayer.prototype.onAdd.call(this, map);
    pickerOf(map).layers.push(this);
    if (this._problem) this._notice(this._problem);
    else if (!this.store) this._notice(this.options.reading);
  },

  onRemove: function (map) {
    const picker = pickerOf(map);
    picker.layers.splice(picker.layers.indexOf(this), 1);
    picker.leave();
    this._notice("");
    L.GridLayer.prototype.onRemove.call(this, map);
  },

  _notice: function (text) {
    if (this._box) this._box.remove();
    this._box = null;
    if (!text || !this._map) return;
    this._box = element("div", "lb-message", text);
    this._box.setAttribute("role", "status");
    this._map.getContainer().appendChild(this._box);
  },

  createTile: function (coords, done) {
    const tile = L.DomUtil.create("canvas", "lb-tile");
    const size = this.getTileSize(), ratio = window.devicePixelRatio || 1;
    tile.width = Math.round(size.x * ratio);
    tile.height = Math.round(size.y * ratio);
    this._later({ tile: tile, coords: coords, done: done });
    return tile;
  },

  /* draw all tiles again, the middle first, as after a change of what is shown */
  refresh: function () {
    if (!this.store || !this._map) return;
    const middle = this._map.getPixelBounds().getCenter(), size = this.getTileSize();
    const away = (job) => job.coords.add([0.5, 0.5]).scaleBy(size).distanceTo(middle);
    const waiting = new Map(this._waiting.map((job) => [job.tile, job]));
    this._waiting = Object.values(this._tiles).filter((entry) => entry.current)
      .map((entry) => ({
        tile: entry.el, coords: entry.coords, done: (waiting.get(entry.el) || {}).done,
      }))
      .sort((one, other) => away(one) - away(other));
    this._work();
  },

  _later: function (job) {
    this._waiting.push(job);
    this._work();
  },

  _work: function () {
    if (this._frame || !this.store) return;
    this._frame = requestAnimationFrame(() => {
      this._frame = null;
      const until = performance.now() + FRAME;
      while (this._waiting.length && performance.now() < until) {
        const job = this._waiting[0];
        job.steps = job.steps || this._draw(job.tile, job.coords);
        if (!job.steps.next().done) continue;
        this._waiting.shift();
        if (job.done) job.done(null, job.tile);
      }
      if (this._waiting.length) this._work();
      else this.fire("drawn");
    });
  },

  /* steps that draw a tile aside, and at last show it */
  _draw: function* (tile, coords) {
    const size = this.getTileSize(), ratio = tile.width / size.x, store = this.store;
    const world = worldOf(coords.z), { width, height } = tile;
    if (!this._aside || this._aside.canvas.width !== width) {
      this._aside = context(width, height);
      this._spare = context(width, height);
    }
    const aside = this._aside, view = {
      times: 1 / unitOf(coords.z), left: coords.x * size.x - world / 2,
      top: coords.y * size.y - world / 2, dot: this.options.dot, ratio: ratio, spare: this._spare,
    };
    const margin = this.options.dot + 2;
    const rows = store.within(
      (view.left - margin) / view.times, -(view.top + size.y + margin) / view.times,
      (view.left + size.x + margin) / view.times, -(view.top - margin) / view.times
    );
    aside.setTransform(ratio, 0, 0, ratio, 0, 0);
    aside.clearRect(0, 0, size.x, size.y);
    yield* drawRows(store, aside, view, rows);
    yield* drawChosen(store, aside, view, rows);
    const shown = tile.getContext("2d");
    shown.clearRect(0, 0, width, height);
    shown.drawImage(aside.canvas, 0, 0);
  },

  showCard: function (map, row, latLng) {
    pickerOf(map).open(this, row, latLng);
  },

  setShare: function (share) {
    this.setOpacity(share);
  },

  /* the row at a place of the map, or -1 */
  rowAt: function (latLng) {
    if (!this.store) return -1;
    const [x, y] = Store.units(latLng);
    const unit = unitOf(this._map.getZoom());
    return this.store.at(x, y, this.options.dot * unit, unit);
  },
});

/* One for each map: what is under the pointer, whichever layer it is of. */
const Picker = L.Class.extend({
  initialize: function (map) {
    this.layers = [];
    this._map = map;
    this._tip = L.tooltip({ className: "lb-tip", opacity: 1, direction: "auto", offset: [12, 0] });
    map.on("mousemove", this._move, this);
    map.on("mouseout zoomstart", this.leave, this);
    map.on("click", this._click, this);
  },

  find: function (latLng) {
    if (this._map.landbaseBusy) return null; // a tool has the pointer
    if (isCovered(this._map, latLng)) return null;
    for (const layer of stacked(this.layers).reverse()) {
      const row = layer.rowAt(latLng);
      if (row >= 0) return { layer, row };
    }
    return null;
  },

  leave: function () {
    if (this._over) this._over.remove();
    this._over = this._held = null;
    this._map.getContainer().style.cursor = "";
    this._tip.remove();
  },

  _move: function (event) {
    const found = this._map.dragging.moving() ? null : this.find(event.latlng);
    if (!found) return this.leave();
    this._tip.setLatLng(event.latlng);
    if (this._held && this._held.row === found.row && this._held.layer === found.layer) return undefined;
    this.leave();
    this._held = found;
    this._over = L.polygon(found.layer.store.latLngs(found.row), {
      renderer: this._svg || (this._svg = L.svg({ padding: 0.3 })), interactive: false,
      fill: false, color: "#111827", weight: 2.6,
    }).addTo(this._map);
    this._map.getContainer().style.cursor = "pointer";
    this._tip.setContent(this._card(found.layer, found.row, found.layer.options.tooltip));
    return this._tip.setLatLng(event.latlng).addTo(this._map);
  },

  _click: function (event) {
    const found = this.find(event.latlng);
    if (found && !picked(this._map, event, found.layer, found.row)) {
      this.open(found.layer, found.row, event.latlng);
    }
  },

  _card: (layer, row, fields) => storeCard(layer.store, layer.options, row, fields),

  /* show the card of a row */
  open: function (layer, row, latLng) {
    openCard(this._map, layer, row, latLng);
    this.leave();
  },
});

export function pickerOf(map) {
  map.landbasePicker = map.landbasePicker || new Picker(map);
  return map.landbasePicker;
}

export function tileLayer(id, options) {
  const layer = new TileLayer(id, options);
  layer.dataId = id;
  pageLayers.push(layer);
  return layer;
}
