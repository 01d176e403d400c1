/* Parcels in memory: find them by place, read their texts, add up their areas. */
(function () {
  "use strict";
  const Landbase = (window.Landbase = window.Landbase || {});
  const FAN = 16; // children of a node; parcels come in the order of a Hilbert curve

  Landbase.Store = class {
    constructor(data) {
      Object.assign(this, data);
      this.shown = new Uint8Array(this.count).fill(1);
      this.classes = this.header.classes;
      this.selected = new Uint8Array(this.count);
      this._decoder = new TextDecoder();
      this._index();
      if (this.events) Landbase.openTimeline(this);
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
            const [lon, lat] = Landbase.Store.lonLat(this.xy[2 * v], this.xy[2 * v + 1]);
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
      return Landbase.printed(value, entry.decimals);
    }
  };

  /* the store of an element: at once where it is not compressed, else a promise of it */
  Landbase.open = function (id, compressed) {
    const text = document.getElementById(id).textContent.trim();
    if (!compressed) return new Landbase.Store(Landbase.unpack(Landbase.bytesOf(text)));
    return Landbase.decodeAside(text).then((data) => new Landbase.Store(data));
  };

  /* the card of a row: `fields` are the columns it shows under the title */
  Landbase.storeCard = function (store, options, row, fields) {
    const entry = store.classes[store.position[row]];
    const units = store.header.units;
    return Landbase.card({
      color: entry.color, edge: entry.edge,
      title: (store.columns.length && store.text(0, row)) || options.untitled,
      fields: fields.map((n) => [store.columns[n].label, store.text(n, row)]),
      areaLabel: options.areaLabel,
      areas: ["mu", "ha"].map((unit) => store.area(row, unit) + " " + units[unit].label),
    });
  };

  /* show the card of a row of a layer at a place */
  Landbase.openCard = function (map, layer, row, latLng) {
    const options = layer.options;
    const popup = L.popup({
      className: "lb-popup", minWidth: 260, maxWidth: 360,
      autoPanPaddingTopLeft: [24, 48], autoPanPaddingBottomRight: [Landbase.rightOf(map), Landbase.footOf(map)],
    });
    popup.setLatLng(latLng).setContent(Landbase.parcelCard(map, layer, row));
    popup.openOn(map);
    Landbase.cardOpened(map, layer, row, popup);
    const button = popup.getElement().querySelector(".leaflet-popup-close-button");
    if (button) button.setAttribute("aria-label", options.closeLabel);
  };
})();
