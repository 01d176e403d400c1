/* Parcels in memory: find them by place, read their texts, add up their areas. */

import { printed } from "./apportion.js";
import { openTimeline } from "./days.js";

const FAN = 16; // children of a node; parcels come in the order of a Hilbert curve

export class Store {
  constructor(data) {
    Object.assign(this, data);
    this.shown = new Uint8Array(this.count).fill(1);
    this.classes = this.header.classes;
    this.selected = new Uint8Array(this.count);
    this._decoder = new TextDecoder();
    this._index();
    if (this.events) openTimeline(this);
  }

  /* a store to read from alone, of parts that another thread was given */
  static of(parts) {
    return Object.assign(Object.create(Store.prototype), parts, { _decoder: new TextDecoder() });
  }

  /* boxes of boxes, level above level, until one is left */
  _index() {
    this._levels = [this.boxes];
    while (this._levels[this._levels.length - 1].length > 4 * FAN) {
      const below = this._levels[this._levels.length - 1];
      const count = Math.ceil(below.length / 4 / FAN);
      const level = new Int32Array(4 * count);
      for (let node = 0; node < count; node++) {
        let west = 2147483647, south = 2147483647, east = -2147483648, north = -2147483648;
        const end = Math.min(below.length, 4 * FAN * (node + 1));
        for (let i = 4 * FAN * node; i < end; i += 4) {
          if (below[i] < west) west = below[i];
          if (below[i + 1] < south) south = below[i + 1];
          if (below[i + 2] > east) east = below[i + 2];
          if (below[i + 3] > north) north = below[i + 3];
        }
        level.set([west, south, east, north], 4 * node);
      }
      this._levels.push(level);
    }
  }

  /* rows whose boxes meet a box, in order */
  within(west, south, east, north) {
    const levels = this._levels;
    let found = new Uint32Array(1024), size = 0;
    const visit = function (level, first, last) {
      const boxes = levels[level];
      for (let node = first; node < last; node++) {
        const i = 4 * node;
        if (boxes[i] > east || boxes[i + 1] > north) continue;
        if (boxes[i + 2] < west || boxes[i + 3] < south) continue;
        if (level > 0) {
          const end = Math.min(levels[level - 1].length / 4, (node + 1) * FAN);
          visit(level - 1, node * FAN, end);
          continue;
        }
        if (size === found.length) {
          const larger = new Uint32Array(4 * size);
          larger.set(found);
          found = larger;
        }
        found[size++] = node;
      }
    };
    const top = levels.length - 1;
    visit(top, 0, levels[top].length / 4);
    return found.slice(0, size);
  }

  /* is a place inside a parcel: inside its rings an odd number of times */
  contains(row, x, y) {
    let inside = false;
    for (let p = this.polygons[row]; p < this.polygons[row + 1]; p++) {
      for (let r = this.rings[p]; r < this.rings[p + 1]; r++) {
        const end = 2 * this.vertices[r + 1];
        let j = end - 2;
        for (let i = 2 * this.vertices[r]; i < end; j = i, i += 2) {
          const xi = this.xy[i], yi = this.xy[i + 1], xj = this.xy[j], yj = this.xy[j + 1];
          if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
        }
      }
    }
    return inside;
  }

  /* the topmost parcel that is shown at a place, as they are drawn: dots lie over
     polygons and later rows over earlier, polygons of later classes over others; `dot` is the width of a dot, `slack` what a hand misses by */
  at(x, y, dot, slack) {
    const reach = dot / 2 + slack, boxes = this.boxes;
    let best = -1, most = -1;
    for (const row of this.within(x - reach, y - reach, x + reach, y + reach)) {
      if (!this.shown[row]) continue;
      const i = 4 * row;
      const small = Math.max(boxes[i + 2] - boxes[i], boxes[i + 3] - boxes[i + 1]) < dot;
      if (small) {
        const away = Math.max(
          Math.abs(x - (boxes[i] + boxes[i + 2]) / 2),
          Math.abs(y - (boxes[i + 1] + boxes[i + 3]) / 2));
        if (away > reach) continue;
      } else if (!this.contains(row, x, y)) continue;
      const rank = small ? 256 : this.position[row];
      if (rank >= most) [best, most] = [row, rank];
    }
    return best;
  }

  text(column, row) {
    return this.textOf(this.columns[column], row);
  }

  textOf(own, at) {
    if (own.words) return own.words[own.values[at]];
    return this._decoder.decode(own.texts.subarray(own.begins[at], own.begins[at + 1] - 1));
  }

  /* Mercator units → degrees */
  static lonLat(x, y) {
    const radians = (y / 1e7) * (Math.PI / 180);
    return [x / 1e7, (2 * Math.atan(Math.exp(radians)) - Math.PI / 2) * (180 / Math.PI)];
  }

  static units(latLng) {
    const sine = Math.sin((latLng.lat * Math.PI) / 180);
    const y = (Math.log((1 + sine) / (1 - sine)) / 2) * (180 / Math.PI);
    return [Math.round(latLng.lng * 1e7), Math.round(y * 1e7)];
  }

  /* outlines of a row as Leaflet wants them */
  latLngs(row) {
    const polygons = [];
    for (let p = this.polygons[row]; p < this.polygons[row + 1]; p++) {
      const rings = [];
      for (let r = this.rings[p]; r < this.rings[p + 1]; r++) {
        const points = [];
        for (let v = this.vertices[r]; v < this.vertices[r + 1]; v++) {
          const [lon, lat] = Store.lonLat(this.xy[2 * v], this.xy[2 * v + 1]);
          points.push([lat, lon]);
        }
        rings.push(points);
      }
      polygons.push(rings);
    }
    return polygons;
  }

  /* the area of a row as it is printed, in a unit of the header */
  area(row, unit, areas = this.areas) {
    const entry = this.header.units[unit];
    const value = (areas[row] * entry.times) / entry.by;
    if (!Number.isFinite(value)) return "—";
    return printed(value, entry.decimals);
  }
};

/* does a line of a row pass through a box: clipped to it, something is left */
function crosses(x, y, dx, dy, [west, south, east, north]) {
  let from = 0, to = 1;
  for (const [step, room] of [[-dx, x - west], [dx, east - x], [-dy, y - south], [dy, north - y]]) {
    if (step === 0 && room < 0) return false;
    if (step < 0) from = Math.max(from, room / step);
    if (step > 0) to = Math.min(to, room / step);
  }
  return from <= to;
}

/* does a parcel meet a box of Mercator units: by a line, or the box is within it */
export function meets(store, row, box) {
  const i = 4 * row, own = store.boxes, [west, south, east, north] = box;
  if (own[i] >= west && own[i + 2] <= east && own[i + 1] >= south && own[i + 3] <= north) return true;
  const xy = store.xy;
  for (let r = store.rings[store.polygons[row]]; r < store.rings[store.polygons[row + 1]]; r++) {
    const end = 2 * store.vertices[r + 1];
    let j = end - 2;
    for (let k = 2 * store.vertices[r]; k < end; j = k, k += 2) {
      if (crosses(xy[j], xy[j + 1], xy[k] - xy[j], xy[k + 1] - xy[j + 1], box)) return true;
    }
  }
  return store.contains(row, west, south);
}
