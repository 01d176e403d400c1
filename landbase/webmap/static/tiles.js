/* Many parcels on canvas tiles: drawn from the store, a few tiles a frame. */
(function () {
  "use strict";
  const Landbase = (window.Landbase = window.Landbase || {});
  const FRAME = 12; // ms of drawing a frame
  const STROKE_FROM = 8; // px: smaller parcels have no outline
  const BATCH = 500; // polygons filled at once

  Landbase.TileLayer = L.GridLayer.extend({
    options: {
      pane: "overlayPane", noWrap: true, keepBuffer: 1, updateWhenZooming: false,
      updateWhenIdle: false, maxZoom: 24,
    },

    initialize: function (id, options) {
      L.GridLayer.prototype.initialize.call(this, options);
      this._waiting = [];
      if (options.compressed && typeof DecompressionStream === "undefined") {
        this._problem = options.tooOld;
        this.ready = new Promise(() => undefined);
        return;
      }
      this.ready = Promise.resolve(Landbase.open(id, options.compressed)).then((store) => {
        this.store = store;
        this._notice("");
        this.refresh();
        this.fire("opened");
        return store;
      });
    },

    onAdd: function (map) {
      L.GridLayer.prototype.onAdd.call(this, map);
      Landbase.pickerOf(map).layers.push(this);
      if (this._problem) this._notice(this._problem);
      else if (!this.store) this._notice(this.options.reading);
    },

    onRemove: function (map) {
      const picker = Landbase.pickerOf(map);
      picker.layers.splice(picker.layers.indexOf(this), 1);
      picker.leave();
      this._notice("");
      L.GridLayer.prototype.onRemove.call(this, map);
    },

    _notice: function (text) {
      if (this._box) this._box.remove();
      this._box = null;
      if (!text || !this._map) return;
      this._box = Landbase.element("div", "lb-message", text);
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

    /* draw all tiles again, as after a change of `store.shown` or of the classes */
    refresh: function () {
      if (!this.store) return;
      Object.values(this._tiles || {}).forEach((entry) => {
        if (!this._waiting.some((job) => job.tile === entry.el)) {
          this._later({ tile: entry.el, coords: entry.coords });
        }
      });
      this._work();
    },

    /* give classes anew: colours, and the class of each row */
    restyle: function (classes, position) {
      this.store.classes = classes;
      this.store.position = position;
      this.refresh();
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
          const job = this._waiting.shift();
          this._draw(job.tile, job.coords);
          if (job.done) job.done(null, job.tile);
        }
        if (this._waiting.length) this._work();
        else this.fire("drawn");
      });
    },

    _draw: function (tile, coords) {
      const size = this.getTileSize(), ratio = tile.width / size.x, store = this.store;
      const world = 256 * 2 ** coords.z;
      const view = {
        times: world / 360 / 1e7, left: coords.x * size.x - world / 2,
        top: coords.y * size.y - world / 2, dot: this.options.dot,
      };
      const margin = this.options.dot + 2;
      const rows = store.within(
        (view.left - margin) / view.times, -(view.top + size.y + margin) / view.times,
        (view.left + size.x + margin) / view.times, -(view.top - margin) / view.times
      );
      const context = tile.getContext("2d");
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, size.x, size.y);
      const byClass = store.classes.map(() => ({ dots: [], plain: [], edged: [] }));
      for (const row of rows) {
        if (!store.shown[row]) continue;
        const i = 4 * row, boxes = store.boxes;
        const across = view.times * Math.max(boxes[i + 2] - boxes[i], boxes[i + 3] - boxes[i + 1]);
        const group = byClass[store.position[row]];
        if (across < view.dot) group.dots.push(row);
        else if (across < STROKE_FROM) group.plain.push(row);
        else group.edged.push(row);
      }
      byClass.forEach((group, number) => {
        const entry = store.classes[number];
        context.fillStyle = entry.color;
        context.strokeStyle = entry.edge;
        context.lineWidth = 0.8;
        this._polygons(context, view, group.plain, false);
        this._polygons(context, view, group.edged, true);
        this._dots(context, view, group.dots);
      });
    },

    _dots: function (context, view, rows) {
      const boxes = this.store.boxes, size = view.dot;
      const round = size >= 4;
      for (const row of rows) {
        const i = 4 * row;
        const x = ((boxes[i] + boxes[i + 2]) / 2) * view.times - view.left;
        const y = (-(boxes[i + 1] + boxes[i + 3]) / 2) * view.times - view.top;
        if (!round) {
          context.fillRect(x - size / 2, y - size / 2, size, size);
          continue;
        }
        context.beginPath();
        context.arc(x, y, size / 2, 0, 2 * Math.PI);
        context.fill();
        context.stroke();
      }
    },

    /* outer rings run one way and holes the other, so one fill can hold many parcels */
    _polygons: function (context, view, rows, edged) {
      const store = this.store, xy = store.xy, times = view.times;
      for (let from = 0; from < rows.length; from += BATCH) {
        context.beginPath();
        for (const row of rows.slice(from, from + BATCH)) {
          const end = store.rings[store.polygons[row + 1]];
          for (let r = store.rings[store.polygons[row]]; r < end; r++) {
            const first = 2 * store.vertices[r], last = 2 * store.vertices[r + 1];
            context.moveTo(xy[first] * times - view.left, -xy[first + 1] * times - view.top);
            for (let i = first + 2; i < last; i += 2) {
              context.lineTo(xy[i] * times - view.left, -xy[i + 1] * times - view.top);
            }
            context.closePath();
          }
        }
        context.fill("nonzero");
        if (edged) context.stroke();
      }
    },

    showCard: function (map, row, latLng) {
      Landbase.pickerOf(map).open(this, row, latLng);
    },

    /* the row at a place of the map, or -1 */
    rowAt: function (latLng) {
      if (!this.store) return -1;
      const [x, y] = Landbase.Store.units(latLng);
      const unit = 360e7 / (256 * 2 ** this._map.getZoom()); // of a pixel
      return this.store.at(x, y, (this.options.dot / 2 + 1) * unit);
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
      for (let i = this.layers.length - 1; i >= 0; i--) {
        const row = this.layers[i].rowAt(latLng);
        if (row >= 0) return { layer: this.layers[i], row: row };
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
      if (found) this.open(found.layer, found.row, event.latlng);
    },

    _card: (layer, row, fields) => Landbase.storeCard(layer.store, layer.options, row, fields),

    /* show the card of a row */
    open: function (layer, row, latLng) {
      Landbase.openCard(this._map, layer, row, latLng);
      this.leave();
    },
  });

  Landbase.pickerOf = function (map) {
    map.landbasePicker = map.landbasePicker || new Picker(map);
    return map.landbasePicker;
  };

  Landbase.tiles = function (id, options) {
    const layer = new Landbase.TileLayer(id, options);
    Landbase.members.push(layer);
    return layer;
  };
})();
