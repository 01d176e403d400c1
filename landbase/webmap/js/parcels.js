/* Few parcels: each a polygon of Leaflet, all on one canvas. */

import { openCard, storeCard } from "./card.js";
import { CHOSEN } from "./drawing.js";
import { pageLayers } from "./layers.js";
import { openStore } from "./reading.js";
import { picked } from "./selection.js";

const DOT_BELOW = 6; // px: a smaller parcel is drawn as a dot, so that none vanishes
const DOT_RADIUS = 3.5; // px

/* A canvas on whole pixels: Leaflet's own is moved by parts of a pixel, which blurs. */
const Canvas = L.Canvas.extend({
  _reset: function () {
    L.Canvas.prototype._reset.call(this);
    L.DomUtil.setPosition(this._container, this._bounds.min);
  },
});

/* One canvas for all parcels of a map: of two, the upper would catch all clicks. */
function canvasOf(map) {
  map.landbaseCanvas = map.landbaseCanvas || new Canvas({ padding: 0.3 });
  return map.landbaseCanvas;
}

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

/* few parcels, each a polygon of Leaflet */
export function parcelLayer(id, options) {
  const store = openStore(id, false);
  const group = L.featureGroup();
  const base = { weight: 0.8, opacity: 1, fillOpacity: options.opacity, smoothFactor: 0.2 };
  const look = function (row) {
    const entry = store.classes[store.position[row]];
    const chosen = store.selected[row] ? CHOSEN : { color: entry.edge };
    return Object.assign({ fillColor: entry.color }, base, { fillOpacity: share, opacity: share }, chosen);
  };
  let share = options.opacity;
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
  pageLayers.push(group);
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
  group.setShare = function (wanted) {
    share = wanted;
    options.opacity = wanted;
    members.forEach((parcel) => parcel.setStyle(look(parcel.row)));
  };
  group.on("mouseover", function (event) {
    event.layer.setStyle({ weight: 2.6, color: "#111827" });
    event.layer.bringToFront();
  });
  group.on("mouseout", (event) => event.layer.setStyle(look(event.layer.row)));
  const card = (fields) => (layer) => storeCard(store, options, layer.row, fields);
  group.bindTooltip(card(options.tooltip), {
    sticky: true, className: "lb-tip", opacity: 1, direction: "auto",
  });
  group.on("click", function (event) {
    L.DomEvent.stopPropagation(event);
    group.closeTooltip();
    if (picked(event.layer._map, event, group, event.layer.row)) return;
    group.showCard(event.layer._map, event.layer.row, event.latlng);
  });
  group.showCard = (map, row, latLng) => openCard(map, group, row, latLng);
  return group;
}

