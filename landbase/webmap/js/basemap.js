/* Base maps that lie in the page: pictures as tiles, or a quiet drawing of lines, areas
   and names. Neither asks for anything; print and picture draw them as well. */

import { bytesOf, sectionsOf, unzip } from "./decode.js";
import { notice } from "./dom.js";
import { namesApart } from "./outlines.js";

const SIZE = 256; // px of a tile
const PANE = "lbSketch", OVER_LAND = 352; // over the land of banners, under all else
const FINE = 2; // pixels of one of CSS, at least: between two zooms tiles are enlarged
const NEAR = 0.4; // px: vertices nearer to the last one make no line
const FROM = { minor: 10, stream: 9 }; // zooms: before that they would be a carpet
const FONT = 12, REACH = 90; // px of a name, and how far one may reach into the next tile
const NAMED = 10; // zoom from which places have names: before, those of the banners say enough
const FADED = 14; // zoom from which the names of all places are written
const INKS = {
  light: {
    green: "#dbe8d8", water: "#c3dcec", stream: "#a8cbe2", river: "#a8cbe2", rail: "#aab2ba", minor: "#d3d0c6",
    major: "#d6bf94", name: "#66727f", halo: "#f4f6f8",
  },
  dark: {
    green: "#182a20", water: "#17374a", stream: "#235068", river: "#235068", rail: "#4b5763", minor: "#343d45",
    major: "#5d543c", name: "#93a2b1", halo: "#10181f",
  },
};
const WIDTHS = { stream: 1, river: 2, rail: 1.2, minor: 1, major: 2 };

const themeNow = () => (document.documentElement.dataset.theme === "dark" ? "dark" : "light");

/* ---- pictures */

const Pictures = L.TileLayer.extend({
  initialize: function (text, options) {
    const tiles = (this._pictures = new Map());
    let at = 0;
    options.tiles.forEach(function ([z, x, y, length, kind]) {
      tiles.set([z, x, y].join("/"), "data:image/" + kind + ";base64," + text.slice(at, at + length));
      at += length;
    });
    this._images = new Map();
    L.TileLayer.prototype.initialize.call(this, "", {
      minNativeZoom: options.minZoom, maxNativeZoom: options.maxZoom, maxZoom: 24, noWrap: true,
      attribution: options.attribution, className: "lb-pictures", bounds: options.bounds,
    });
  },

  onAdd: function (map) {
    L.TileLayer.prototype.onAdd.call(this, map);
    // a sheet of paper shows more than the window: all pictures are to be there by then
    this._pictures.forEach((address, key) => {
      if (this._images.has(key)) return;
      const image = new Image();
      image.src = address;
      this._images.set(key, image);
    });
  },

  getTileUrl: function (coords) {
    return this._pictures.get([coords.z, coords.x, coords.y].join("/")) || L.Util.emptyImageUrl;
  },

  paint: function (context, view, frame) {
    const { minNativeZoom, maxNativeZoom } = this.options;
    const wanted = Math.min(maxNativeZoom, Math.max(minNativeZoom, Math.round(frame.zoom)));
    for (let zoom = minNativeZoom; zoom <= wanted; zoom++) { // the finer over the coarser
      const size = view.world / 2 ** zoom;
      this._images.forEach(function (image, key) {
        const [z, x, y] = key.split("/").map(Number), left = x * size - view.left, top = y * size - view.top;
        if (z !== zoom || !image.complete || !image.naturalWidth) return;
        if (left > frame.width || top > frame.height || left + size < 0 || top + size < 0) return;
        context.drawImage(image, left, top, size + 0.5, size + 0.5);
      });
    }
  },
});

export const pictureTiles = (id, options) =>
  new Pictures(document.getElementById(id).textContent.trim(), options);

/* ---- drawing */

/* lines of a kind: places on the Mercator plane in degrees, where each begins, their boxes */
function linesOf({ header, numbers }, kind) {
  const count = header[kind + "_count"], lengths = numbers(kind + "_lengths", count, Uint32Array);
  const begins = new Uint32Array(count + 1), boxes = new Float64Array(4 * count);
  for (let n = 0; n < count; n++) begins[n + 1] = begins[n] + lengths[n];
  const deltas = numbers(kind, 2 * begins[count], Uint32Array), xy = new Float64Array(2 * begins[count]);
  let lon = 0, lat = 0;
  for (let n = 0; n < count; n++) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 2 * begins[n]; i < 2 * begins[n + 1]; i += 2) {
      lon += (deltas[i] >>> 1) ^ -(deltas[i] & 1);
      lat += (deltas[i + 1] >>> 1) ^ -(deltas[i + 1] & 1);
      xy[i] = lon / header.scale;
      xy[i + 1] = upOf(lat / header.scale);
      box[0] = Math.min(box[0], xy[i]);
      box[1] = Math.min(box[1], xy[i + 1]);
      box[2] = Math.max(box[2], xy[i]);
      box[3] = Math.max(box[3], xy[i + 1]);
    }
    boxes.set(box, 4 * n);
  }
  return { count, begins, xy, boxes };
}

/* latitude → degrees on the Mercator plane */
function upOf(lat) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return ((Math.log((1 + sine) / (1 - sine)) / 2) * 180) / Math.PI;
}

const Sketch = L.GridLayer.extend({
  initialize: function (id, options) {
    L.GridLayer.prototype.initialize.call(this, {
      pane: PANE, noWrap: true, maxZoom: 24, attribution: options.attribution, updateWhenZooming: false,
    });
    this._places = new Map();
    const bytes = () => bytesOf(document.getElementById(id).textContent.trim());
    if (!options.compressed) this._open(bytes());
    else if (typeof DecompressionStream === "undefined") this._lacking = options.tooOld;
    else this.opened = unzip(bytes()).then((unzipped) => this._open(unzipped));
  },

  _open: function (bytes) {
    const read = sectionsOf(bytes);
    this._kinds = [...read.header.fills, ...read.header.strokes].map((name) =>
      ({ name, fill: read.header.fills.includes(name), lines: linesOf(read, name) }));
    this._names = read.header.labels.map(([text, lon, lat, rank]) => ({ text, x: lon, y: upOf(lat), rank }));
    if (this._map) this.redraw();
  },

  onAdd: function (map) {
    if (this._lacking) notice(map, this._lacking);
    if (!map.getPane(PANE)) map.createPane(PANE).style.zIndex = OVER_LAND;
    map.getPane(PANE).style.pointerEvents = "none";
    L.GridLayer.prototype.onAdd.call(this, map);
    this._watch = new MutationObserver(() => this.redraw());
    this._watch.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  },

  onRemove: function (map) {
    this._watch.disconnect();
    L.GridLayer.prototype.onRemove.call(this, map);
  },

  createTile: function (coords) {
    const tile = L.DomUtil.create("canvas"), ratio = Math.max(FINE, window.devicePixelRatio || 1);
    tile.width = tile.height = Math.round(SIZE * ratio);
    if (!this._kinds) return tile;
    const context = tile.getContext("2d"), world = SIZE * 2 ** coords.z;
    context.scale(ratio, ratio);
    this._draw(context, {
      world, left: coords.x * SIZE, top: coords.y * SIZE, width: SIZE, height: SIZE, zoom: coords.z,
    }, INKS[themeNow()]);
    return tile;
  },

  paint: function (context, view, frame) {
    if (!this._kinds) return;
    this._draw(context, {
      world: view.world, left: view.left, top: view.top, width: frame.width, height: frame.height, zoom: frame.zoom,
    }, INKS.light);
  },

  _draw: function (context, view, inks) {
    context.lineJoin = context.lineCap = "round";
    this._kinds.filter(({ name }) => view.zoom >= (FROM[name] || 0)).forEach(function ({ name, fill, lines }) {
      context.beginPath();
      trace(context, view, lines, fill);
      context.fillStyle = context.strokeStyle = inks[name];
      context.lineWidth = WIDTHS[name] || 0;
      context.setLineDash(name === "rail" ? [6, 3] : []);
      if (fill) context.fill("nonzero");
      else context.stroke();
    });
    context.setLineDash([]);
    this._write(context, view, inks);
  },

  /* names that have room at a zoom, the same on all tiles of it */
  _roomy: function (world, zoom) {
    if (!this._places.has(world)) {
      const apart = namesApart(), times = world / 360;
      this._places.set(world, this._names.filter(({ text, x, y, rank }) =>
        zoom >= (rank < 2 ? NAMED : FADED) && apart.room(x * times, -y * times, text.length * FONT)));
    }
    return this._places.get(world);
  },

  _write: function (context, view, inks) {
    const times = view.world / 360, middle = view.world / 2;
    context.font = FONT + "px " + getComputedStyle(document.documentElement).getPropertyValue("--lb-fonts");
    Object.assign(context, {
      textAlign: "center", textBaseline: "middle", lineWidth: 3, strokeStyle: inks.halo, fillStyle: inks.name,
    });
    this._roomy(view.world, view.zoom).forEach(function ({ text, x, y }) {
      const left = x * times + middle - view.left, top = middle - y * times - view.top;
      if (left < -REACH || top < -FONT || left > view.width + REACH || top > view.height + FONT) return;
      context.strokeText(text, left, top);
      context.fillText(text, left, top);
    });
  },
});

/* the lines that meet a view */
function trace(context, view, { count, begins, xy, boxes }, closed) {
  const times = view.world / 360, middle = view.world / 2;
  const west = (view.left - middle - 4) / times, east = (view.left + view.width - middle + 4) / times;
  const north = (middle - view.top + 4) / times, south = (middle - view.top - view.height - 4) / times;
  for (let n = 0; n < count; n++) {
    const b = 4 * n;
    if (boxes[b] > east || boxes[b + 2] < west || boxes[b + 1] > north || boxes[b + 3] < south) continue;
    if (Math.max(boxes[b + 2] - boxes[b], boxes[b + 3] - boxes[b + 1]) * times < NEAR) continue;
    const end = 2 * begins[n + 1];
    let x = NaN, y = NaN;
    for (let i = 2 * begins[n]; i < end; i += 2) {
      const toX = xy[i] * times + middle - view.left, toY = middle - xy[i + 1] * times - view.top;
      if (i === 2 * begins[n]) context.moveTo(toX, toY);
      else if (Math.abs(toX - x) < NEAR && Math.abs(toY - y) < NEAR && i < end - 2) continue;
      else context.lineTo(toX, toY);
      x = toX;
      y = toY;
    }
    if (closed) context.closePath();
  }
}

export const sketchTiles = (id, options) => new Sketch(id, options);
