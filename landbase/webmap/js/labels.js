/* Parcels with their number and area written on them, from the zoom on at which there is
   room for that. */

import { element } from "./dom.js";
import { unitOf } from "./geodesy.js";
import { openLayers } from "./layers.js";
import { namesApart } from "./outlines.js";
import { Store } from "./store.js";

const ROOM = [56, 34]; // px that a parcel needs for a label
const MOST = 250; // labels at once

/* what is written on a parcel: its id where the page has it, else its title; its area */
function textsOf(store, row) {
  const id = store.columns.findIndex(({ name }) => name === "parcel_id"), at = Math.max(id, 0);
  const title = store.columns.length ? store.text(at, row) : "";
  return [title, store.area(row, "mu") + " " + store.header.units.mu.label];
}

/* the middle of a parcel's box, where that is in it, else of its largest inner stretch there */
function middleOf(store, row) {
  const i = 4 * row, [west, south, east, north] = store.boxes.subarray(i, i + 4);
  const y = (south + north) / 2, cuts = [];
  for (let r = store.rings[store.polygons[row]]; r < store.rings[store.polygons[row + 1]]; r++) {
    const end = 2 * store.vertices[r + 1];
    let j = end - 2;
    for (let k = 2 * store.vertices[r]; k < end; j = k, k += 2) {
      const one = store.xy[k + 1], other = store.xy[j + 1];
      if (one > y === other > y) continue;
      cuts.push(store.xy[k] + ((store.xy[j] - store.xy[k]) * (y - one)) / (other - one));
    }
  }
  if (cuts.length < 2) return [(west + east) / 2, y];
  cuts.sort((one, other) => one - other);
  let best = 0;
  for (let n = 0; n + 1 < cuts.length; n += 2) {
    if (cuts[n + 1] - cuts[n] > cuts[best + 1] - cuts[best]) best = n;
  }
  return [(cuts[best] + cuts[best + 1]) / 2, y];
}

/* what follows the map: gives a switch for it */
export function labelsOf(map) {
  const group = L.layerGroup();
  let on = false, frame = null;
  const draw = function () {
    frame = null;
    group.clearLayers();
    if (!on || map._animatingZoom) return;
    const view = map.getBounds(), [west, south] = Store.units(view.getSouthWest());
    const [east, north] = Store.units(view.getNorthEast());
    const unit = unitOf(map.getZoom()), apart = namesApart(2 * ROOM[1]);
    let left = MOST;
    openLayers(map).forEach(({ store }) => store.within(west, south, east, north).forEach(function (row) {
      const i = 4 * row, boxes = store.boxes;
      if (!left || !store.shown[row] || boxes[i + 2] - boxes[i] < ROOM[0] * unit ||
        boxes[i + 3] - boxes[i + 1] < ROOM[1] * unit) return;
      const [x, y] = middleOf(store, row), [lon, lat] = Store.lonLat(x, y);
      const texts = textsOf(store, row), at = map.project([lat, lon]);
      const wide = Math.max(...texts.map((text) => text.length * 7));
      if (!apart.room(at.x, at.y, wide)) return;
      const node = element("span", "lb-parcel-label");
      texts.forEach((text) => node.appendChild(element("span", "", text)));
      group.addLayer(L.marker([lat, lon], {
        interactive: false, keyboard: false,
        icon: L.divIcon({ className: "lb-banner-label", html: node, iconSize: [0, 0] }),
      }));
      left -= 1;
    }));
  };
  const soon = () => (frame = frame || requestAnimationFrame(draw));
  map.on("moveend zoomend lbchanged overlayadd overlayremove lbready", soon);
  return function (wanted) {
    on = wanted;
    if (on) group.addTo(map);
    else group.remove();
    soon();
  };
}
