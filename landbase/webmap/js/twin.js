/* A second map on the left half of what the panels leave of a map, that moves with it:
   what lies under the parcels is there again, parcels are not. */

import { element } from "./dom.js";
import { ROOM, rightOf } from "./page.js";

/* the same layer for another map; null of what goes onto one alone */
function again(layer) {
  if (layer.landbaseAgain) return layer.landbaseAgain();
  if (layer instanceof L.TileLayer) return L.tileLayer(layer._url, layer.options);
  return layer instanceof L.ImageOverlay ? L.imageOverlay(layer._url, layer.getBounds(), layer.options) : null;
}

export const Twin = L.Class.extend({
  initialize: function (map, name) {
    const { zoomSnap, zoomDelta, maxZoom } = map.options, box = (this._box = element("div", "lb-map lb-twin"));
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", name);
    map.getContainer().after(box);
    this._of = map;
    this._place();
    this.map = L.map(box, {
      landbaseTwin: true, zoomControl: false, attributionControl: false, keyboard: false, zoomAnimation: false,
      fadeAnimation: false, zoomSnap, zoomDelta, maxZoom, minZoom: map.getMinZoom(),
    });
    this._copies = new Map(); // layer → the same for this map
    this._follow();
    this._copy();
    this.map.on("move zoomend", this._lead, this);
    map.on("move zoomend", this._follow, this);
    map.on("resize", this._resized, this);
    map.on("overlayadd overlayremove baselayerchange lblooks", this._copy, this);
  },

  remove: function () {
    this._of.off("move zoomend", this._follow, this);
    this._of.off("resize", this._resized, this);
    this._of.off("overlayadd overlayremove baselayerchange lblooks", this._copy, this);
    this._of.landbaseCovered = 0;
    this.map.remove();
    this._box.remove();
  },

  _place: function () {
    const box = this._of.getContainer(), size = this._of.getSize();
    const wide = (this._of.landbaseCovered = Math.round((size.x - rightOf(this._of) + ROOM) / 2));
    Object.entries({ left: box.offsetLeft, top: box.offsetTop, width: wide, height: size.y })
      .forEach(([name, pixels]) => (this._box.style[name] = pixels + "px"));
    this._shift = L.point(1.5 * wide - size.x / 2, 0); // of its middle from that of the map
  },

  _resized: function () {
    this._place();
    this.map.invalidateSize({ animate: false, pan: false });
    this._follow();
  },

  /* look with one map where the other looks, at the same zoom by moving alone */
  _look: function (map, center, zoom) {
    if (this._busy) return;
    this._busy = true;
    const same = map._loaded && map.getZoom() === zoom;
    if (same) map.panBy(map.project(center, zoom).subtract(map.project(map.getCenter(), zoom)), { animate: false });
    else map.setView(center, zoom, { animate: false });
    this._busy = false;
  },

  _follow: function () {
    const map = this._of, zoom = map.getZoom();
    this._look(this.map, map.unproject(map.project(map.getCenter(), zoom).add(this._shift), zoom), zoom);
  },

  _lead: function () {
    const map = this.map, zoom = map.getZoom();
    this._look(this._of, map.unproject(map.project(map.getCenter(), zoom).subtract(this._shift), zoom), zoom);
  },

  _copy: function () {
    const map = this.map, panes = this._of.getPanes();
    const kept = new Map();
    const copyPane = function (pane, name) {
      const own = map.getPane(name) || map.createPane(name), { zIndex, opacity, pointerEvents } = pane.style;
      Object.assign(own.style, { zIndex, opacity, pointerEvents });
    };
    Object.entries(panes).forEach(([name, pane]) => name !== "mapPane" && copyPane(pane, name));
    this._of.eachLayer((layer) => {
      const copy = this._copies.get(layer) || again(layer);
      if (!copy) return;
      kept.set(layer, copy);
      const own = copy.landbasePanes, theirs = layer.landbasePanes;
      if (own) own.forEach((name, at) => copyPane(panes[theirs[at]], name));
      else copy.options.pane = layer.options.pane;
      if (copy.setOpacity && layer.options.opacity) copy.setOpacity(layer.options.opacity);
      if (copy.setAbove) copy.setAbove(layer.landbaseAbove);
      map.addLayer(copy); // does nothing where it is
    });
    this._copies.forEach((copy, layer) => kept.has(layer) || map.removeLayer(copy));
    this._copies = kept;
  },
});
