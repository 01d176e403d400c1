/* What lies under the parcels: banners, and lines of another layer.

   Coordinates come as whole numbers, each the difference to the one before, x and y in
   turn; `vertices` counts the vertices of each ring, `rings` the rings of each polygon,
   `polygons` the polygons of each row. */

import { element, readJson } from "./dom.js";

const OVER_LAND = 360;

function lines(data) {
  let at = 0, x = 0, y = 0;
  return data.lengths.map((length) => Array.from({ length }, function () {
    x += data.xy[at++];
    y += data.xy[at++];
    return [y / data.scale, x / data.scale];
  }));
}

const Outlines = L.FeatureGroup.extend({
  onAdd: function (map) {
    const [name] = this.landbasePanes;
    if (!map.getPane(name)) {
      map.createPane(name).style.zIndex = OVER_LAND;
      map.getPane(name).style.pointerEvents = "none";
    }
    L.FeatureGroup.prototype.onAdd.call(this, map);
  },
});

export function outlineLayer(id, options) {
  const data = readJson(id), group = new Outlines(), all = lines(data);
  const pane = "lbOutlines" + L.stamp(group), renderer = L.svg({ pane, padding: 0.5 });
  group.landbasePanes = [pane];
  const look = { renderer, pane, interactive: false, color: options.color, weight: options.weight };
  const long = all.filter((line) => line.length > 1);
  if (long.length) group.addLayer(L.polyline(long, look));
  all.filter((line) => line.length === 1).forEach((line) => group.addLayer(L.circleMarker(
    line[0], Object.assign({ radius: 3.5, fillColor: options.color, fillOpacity: 1 }, look))));
  (data.texts || []).forEach(function (text, row) {
    if (!text) return;
    group.addLayer(L.marker(data.places[row], {
      pane, interactive: false, keyboard: false,
      icon: L.divIcon({
        className: "lb-banner-label", iconSize: [0, 0],
        html: element("span", "lb-banner-name", text),
      }),
    }));
  });
  return group;
}

/* payload → one array of polygons for each parcel, as Leaflet wants them */
export function shapesOf(packed) {
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
}

const TALL = 18, GAP = 6; // px of a name, and between two

/* tells whether a name has room at a place beside all that had room before */
export function namesApart(tall = TALL) {
  const taken = [];
  return {
    room: function (x, y, wide) {
      const own = [x - wide / 2 - GAP, y - tall / 2, x + wide / 2 + GAP, y + tall / 2];
      const free = taken.every((other) => own[0] >= other[2] || own[2] <= other[0] ||
        own[1] >= other[3] || own[3] <= other[1]);
      if (free) taken.push(own);
      return free;
    },
  };
}

/* of names that would cover each other only the first is there, at every zoom anew; those
   of large banners come first */
function keepApart(group, labels) {
  let map = null;
  const place = function () {
    const apart = namesApart();
    labels.forEach(function ({ marker, node }) {
      const { x, y } = map.project(marker.getLatLng());
      node.classList.toggle("lb-crowded", !apart.room(x, y, node.offsetWidth || node.textContent.length * TALL));
    });
  };
  group.on("add", function () {
    map = group._map;
    map.on("zoomend viewreset lbnames", place);
    place();
  });
  group.on("remove", () => map.off("zoomend viewreset lbnames", place));
}

export function bannerLayer(id, options) {
  const data = readJson(id);
  const renderer = L.svg({ pane: options.pane, padding: 0.5 });
  const group = L.featureGroup(), labels = [];
  group.lands = []; // for who colours them
  group.landbasePanes = [options.pane, options.labelPane];
  group.setAbove = function (above) { // they must not hide parcels
    group.landbaseAbove = above;
    group.lands.forEach(function (land) {
      const plain = land.polygon && land.polygon.options.fillOpacity === land.fill;
      land.fill = above ? 0 : options.fill;
      if (plain) land.polygon.setStyle({ fillOpacity: land.fill });
    });
  };
  shapesOf(data.shapes).forEach(function (polygons, row) {
    const land = { name: data.names[row], fill: options.fill, polygon: null, node: null };
    group.lands.push(land);
    if (polygons.length) {
      group.addLayer(land.polygon = L.polygon(polygons, {
        renderer: renderer, pane: options.pane, interactive: false, smoothFactor: 0.5,
        className: "lb-land", color: "#5b6b7a", weight: 1.3, opacity: 0.9, lineJoin: "round",
        fillColor: "#ffffff", fillOpacity: options.fill,
      }));
    }
    const at = data.labels[row];
    if (!at) return;
    const node = (land.node = element("span", "lb-banner-name", data.names[row])), size = L.latLngBounds(polygons.flat(2));
    const marker = L.marker(at, {
      pane: options.labelPane, interactive: false, keyboard: false,
      icon: L.divIcon({ className: "lb-banner-label", html: node, iconSize: [0, 0] }),
    });
    labels.push({ marker, node, size: (size.getEast() - size.getWest()) * (size.getNorth() - size.getSouth()) });
  });
  labels.sort((one, other) => other.size - one.size).forEach(({ marker }) => group.addLayer(marker));
  keepApart(group, labels);
  return group;
}
