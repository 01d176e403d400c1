/* A canvas over the whole view of a map, on which steps draw: it is drawn anew aside, a
   few milliseconds a frame, and then shown; meanwhile the map can be moved. */

import { unitOf, worldOf } from "./geodesy.js";

const FRAME = 12; // ms of drawing a frame
const ROOM = 0.15; // of the view, drawn beyond each of its sides

function context(width, height) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  return canvas.getContext("2d", { willReadFrequently: true });
}

export const Frame = L.Layer.extend({
  /* `steps(context, view)` gives the steps; a view has `times`, `left`, `top` and `ratio`
     as tiles have them, `spare` to draw dots on, `box` of Mercator units, and `unit`, a
     pixel in those */
  initialize: function (steps, options) {
    L.setOptions(this, options);
    this._steps = steps;
  },

  onAdd: function (map) {
    const canvas = (this._canvas = L.DomUtil.create("canvas", "lb-frame-canvas leaflet-zoom-hide"));
    this.getPane().appendChild(canvas);
    map.on("moveend viewreset resize", this.refresh, this);
    map.on("zoomstart", this._blank, this);
    this.refresh();
  },

  onRemove: function (map) {
    map.off("moveend viewreset resize", this.refresh, this);
    map.off("zoomstart", this._blank, this);
    cancelAnimationFrame(this._frame);
    this._frame = null;
    this._canvas.remove();
  },

  _blank: function () {
    this._canvas.getContext("2d").clearRect(0, 0, this._canvas.width, this._canvas.height);
  },

  refresh: function () {
    if (!this._map) return;
    this._drawing = null;
    if (!this._frame) this._frame = requestAnimationFrame(() => this._work());
  },

  _work: function () {
    this._frame = null;
    if (this._map._animatingZoom) return; // it ends with a move
    const job = (this._drawing = this._drawing || this._begun());
    const until = performance.now() + FRAME;
    while (performance.now() < until) {
      if (!job.steps.next().done) continue;
      this._show(job);
      this.fire("drawn");
      return;
    }
    this._frame = requestAnimationFrame(() => this._work());
  },

  _begun: function () {
    const map = this._map, size = map.getSize(), ratio = window.devicePixelRatio || 1;
    const edge = size.multiplyBy(ROOM).round(), full = size.add(edge.multiplyBy(2));
    const corner = map.getPixelBounds().min.subtract(edge), world = worldOf(map.getZoom());
    const width = Math.round(full.x * ratio), height = Math.round(full.y * ratio), unit = unitOf(map.getZoom()), times = 1 / unit;
    if (!this._aside || this._aside.canvas.width !== width || this._aside.canvas.height !== height) {
      this._aside = context(width, height);
      this._spare = context(width, height);
    }
    const left = corner.x - world / 2, top = corner.y - world / 2;
    this._aside.setTransform(ratio, 0, 0, ratio, 0, 0);
    this._aside.clearRect(0, 0, full.x, full.y);
    const view = {
      times, left, top, ratio, spare: this._spare, unit,
      box: [left / times, -(top + full.y) / times, (left + full.x) / times, -top / times],
    };
    return { steps: this._steps(this._aside, view), full, place: edge.multiplyBy(-1) };
  },

  _show: function ({ full, place }) {
    const canvas = this._canvas, { width, height } = this._aside.canvas;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    canvas.style.width = full.x + "px";
    canvas.style.height = full.y + "px";
    L.DomUtil.setPosition(canvas, this._map.containerPointToLayerPoint(place));
    const shown = canvas.getContext("2d");
    shown.clearRect(0, 0, width, height);
    shown.drawImage(this._aside.canvas, 0, 0);
  },
});
