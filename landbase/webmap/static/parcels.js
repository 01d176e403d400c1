/* Parcels and banner outlines on a Leaflet map.

   All text reaches the page through textContent, never as markup. Coordinates come as
   whole numbers, each the difference to the one before, x and y in turn; `vertices`
   counts the vertices of each ring, `rings` the rings of each polygon, `polygons` the
   polygons of each parcel. */
(function () {
  "use strict";
  const Landbase = (window.Landbase = window.Landbase || {});

  const DOT_BELOW = 6; // px: a smaller parcel is drawn as a dot, so that none vanishes
  const DOT_RADIUS = 3.5; // px

  Landbase.element = function (tag, className, text) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined && text !== null) node.textContent = text;
    return node;
  };

  Landbase.read = function (id) {
    return JSON.parse(document.getElementById(id).textContent);
  };

  /* payload → one array of polygons for each parcel, as Leaflet wants them */
  Landbase.shapes = function (packed) {
    let at = 0, ring = 0, polygon = 0, x = 0, y = 0;
    const nextRing = function (length) {
      const points = new Array(length);
      for (let i = 0; i < length; i++) {
        x += packed.xy[at++];
        y += packed.xy[at++];
        points[i] = [y / packed.scale, x / packed.scale];
      }
      return points;
    };
    const nextPolygon = function (count) {
      const rings = new Array(count);
      for (let i = 0; i < count; i++) rings[i] = nextRing(packed.vertices[ring++]);
      return rings;
    };
    return packed.polygons.map(function (count) {
      const polygons = new Array(count);
      for (let i = 0; i < count; i++) polygons[i] = nextPolygon(packed.rings[polygon++]);
      return polygons;
    });
  };

  /* A canvas on whole pixels: Leaflet's own is moved by parts of a pixel, which blurs. */
  const Canvas = L.Canvas.extend({
    _reset: function () {
      L.Canvas.prototype._reset.call(this);
      L.DomUtil.setPosition(this._container, this._bounds.min);
    },
  });

  /* One canvas for all parcels of a map: of two, the upper would catch all clicks. */
  const canvasOf = function (map) {
    map.landbaseCanvas = map.landbaseCanvas || new Canvas({ padding: 0.3 });
    return map.landbaseCanvas;
  };

  /* a polygon on canvas that turns into a dot where it would be too small to see */
  const Parcel = L.Polygon.extend({
    beforeAdd: function (map) {
      this.options.renderer = canvasOf(map);
      L.Polygon.prototype.beforeAdd.call(this, map);
    },
    /* where Leaflet rounds to whole pixels, small parcels would lose their shape */
    _projectLatlngs: function (places, rings, bounds) {
      if (Array.isArray(places[0])) {
        places.forEach((part) => this._projectLatlngs(part, rings, bounds));
        return;
      }
      const origin = this._map.getPixelOrigin();
      const ring = places.map((place) => this._map.project(place)._subtract(origin));
      ring.forEach((point) => bounds.extend(point));
      rings.push(ring);
    },
    _small: function () {
      const size = this._rawPxBounds.getSize();
      return Math.max(size.x, size.y) < DOT_BELOW;
    },
    _updateBounds: function () {
      L.Polygon.prototype._updateBounds.call(this);
      if (!this._rawPxBounds || !this._small()) return;
      const room = L.point(DOT_RADIUS + 2, DOT_RADIUS + 2);
      const middle = this._rawPxBounds.getCenter();
      this._pxBounds = L.bounds(middle.subtract(room), middle.add(room));
    },
    _updatePath: function () {
      if (!this._small()) return this._renderer._updatePoly(this, true);
      const renderer = this._renderer;
      if (!renderer._drawing || this._pxBounds === undefined) return undefined;
      const middle = this._rawPxBounds.getCenter();
      renderer._ctx.beginPath();
      renderer._ctx.arc(middle.x, middle.y, DOT_RADIUS, 0, Math.PI * 2, false);
      return renderer._fillStroke(renderer._ctx, this);
    },
    _containsPoint: function (point) {
      if (!this._rawPxBounds || !this._small()) {
        return L.Polygon.prototype._containsPoint.call(this, point);
      }
      return point.distanceTo(this._rawPxBounds.getCenter()) <= DOT_RADIUS + 1;
    },
  });

  /* the card of one parcel: class and title, fields, areas */
  Landbase.card = function (what) {
    const card = Landbase.element("div", "lb-card");
    const head = card.appendChild(Landbase.element("div", "lb-card-head"));
    const swatch = head.appendChild(Landbase.element("span", "lb-swatch"));
    swatch.style.background = what.color;
    swatch.style.borderColor = what.edge;
    head.appendChild(Landbase.element("span", "lb-card-title", what.title));
    const list = card.appendChild(Landbase.element("dl", "lb-fields"));
    what.fields.forEach(function (field) {
      list.appendChild(Landbase.element("dt", "", field[0]));
      list.appendChild(Landbase.element("dd", field[1] ? "" : "lb-none", field[1] || "—"));
    });
    const area = card.appendChild(Landbase.element("div", "lb-card-area"));
    area.appendChild(Landbase.element("span", "lb-card-label", what.areaLabel));
    area.appendChild(Landbase.element("b", "", what.areas[0]));
    area.appendChild(Landbase.element("span", "", what.areas[1]));
    return card;
  };

  /* few parcels, each a polygon of Leaflet */
  Landbase.parcels = function (id, options) {
    const store = Landbase.open(id, false);
    const group = L.featureGroup();
    const base = { weight: 0.8, opacity: 1, fillOpacity: options.opacity, smoothFactor: 0.2 };
    const look = function (row) {
      const entry = store.classes[store.position[row]];
      const chosen = store.selected[row] ? Landbase.CHOSEN : { color: entry.edge };
      return Object.assign({ fillColor: entry.color }, base, chosen);
    };
    const keyOf = (row) => 2 * store.position[row] + store.selected[row];
    const members = [];
    for (let row = 0; row < store.count; row++) {
      const polygons = store.latLngs(row);
      if (!polygons.length) continue;
      const parcel = new Parcel(polygons, look(row));
      parcel.row = row;
      parcel.look = keyOf(row);
      members.push(parcel);
      group.addLayer(parcel);
    }
    Landbase.members.push(group);
    group.dataId = id;
    group.store = store;
    group.options = options;
    group.ready = Promise.resolve(store);
    group.refresh = function () {
      members.forEach(function (parcel) {
        const shown = store.shown[parcel.row] === 1, key = keyOf(parcel.row);
        if (key !== parcel.look) parcel.setStyle(look(parcel.row));
        parcel.look = key;
        if (shown === group.hasLayer(parcel)) return;
        if (shown) group.addLayer(parcel);
        else group.removeLayer(parcel);
      });
    };
    group.on("mouseover", function (event) {
      event.layer.setStyle({ weight: 2.6, color: "#111827" });
      event.layer.bringToFront();
    });
    group.on("mouseout", (event) => event.layer.setStyle(look(event.layer.row)));
    const card = (fields) => (layer) => Landbase.storeCard(store, options, layer.row, fields);
    group.bindTooltip(card(options.tooltip), {
      sticky: true, className: "lb-tip", opacity: 1, direction: "auto",
    });
    group.on("click", function (event) {
      L.DomEvent.stopPropagation(event);
      group.closeTooltip();
      if (Landbase.picked(event.layer._map, event, group, event.layer.row)) return;
      group.showCard(event.layer._map, event.layer.row, event.latlng);
    });
    group.showCard = (map, row, latLng) => Landbase.openCard(map, group, row, latLng);
    return group;
  };

  Landbase.banners = function (id, options) {
    const data = Landbase.read(id);
    const renderer = L.svg({ pane: options.pane, padding: 0.5 });
    const group = L.featureGroup();
    Landbase.shapes(data.shapes).forEach(function (polygons, row) {
      if (polygons.length) {
        group.addLayer(L.polygon(polygons, {
          renderer: renderer, pane: options.pane, interactive: false, smoothFactor: 0.5,
          className: "lb-land", color: "#5b6b7a", weight: 1.3, opacity: 0.9, lineJoin: "round",
          fillColor: "#ffffff", fillOpacity: options.fill,
        }));
      }
      const at = data.labels[row];
      if (!at) return;
      const label = Landbase.element("span", "lb-banner-name", data.names[row]);
      group.addLayer(L.marker(at, {
        pane: options.labelPane, interactive: false, keyboard: false,
        icon: L.divIcon({ className: "lb-banner-label", html: label, iconSize: [0, 0] }),
      }));
    });
    return group;
  };
})();
