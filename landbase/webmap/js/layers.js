/* The layers of parcels that the parts of a map work on: panel, slider, selection.

   Each part names its layers by their ids; parcels of other layers of the map, such as
   those with a legend of their own, are no concern of theirs. When all are read, the map
   fires "lbread", on which the slider takes its day, and then "lbready". */

import { Store } from "./store.js";

const DOT = 7; // px

export const pageLayers = []; // the layers of parcels of the page, each with its `dataId`

/* A page saved from what a browser shows has its map drawn already: that goes, as all
   is drawn anew. */
export function clearMap(map) {
  const box = map.getContainer(), bar = box.previousElementSibling;
  const own = [map.getPane("mapPane"), map._controlContainer];
  [...box.children].filter((node) => !own.includes(node) && /(^| )(leaflet|lb)-/.test(node.className))
    .forEach((node) => node.remove());
  if (bar && bar.classList.contains("lb-title")) bar.remove();
}

/* the same of what stood outside its map */
export function clearPage() {
  document.querySelectorAll(".lb-print, .lb-aside, .lb-twin")
    .forEach((node) => node._leaflet_id || node.remove()); // a map there is of this page
}

/* px of the dot that stands for a small parcel; layers of few have none of their own */
export const dotOf = (layer) => layer.options.dot || DOT;

/* let a part work on layers of a map */
export function joinLayers(map, ids) {
  map.getContainer().classList.add("lb-map");
  if (!map.landbaseIds) {
    map.landbaseIds = new Set();
    Promise.resolve() // when all parts of the page have joined
      .then(() => Promise.all(layersOf(map).map((layer) => layer.ready)))
      .then(() => map.fire("lbread").fire("lbready"));
  }
  ids.forEach((id) => map.landbaseIds.add(id));
}

export const layersOf = (map) =>
  pageLayers.filter((layer) => !map.landbaseIds || map.landbaseIds.has(layer.dataId));

/* those that are read */
export const readLayers = (map) => layersOf(map).filter((layer) => layer.store);

/* are all read: while one is not, or cannot be, the map lacks parcels */
export const isWhole = (map) => layersOf(map).every((layer) => layer.store);

/* layers by how they lie over each other, the one on top last */
export const stacked = (layers) => [...layers].sort((one, other) => (one.landbaseRank || 0) - (other.landbaseRank || 0));

/* those of them that are on the map now */
export const openLayers = (map) => readLayers(map).filter((layer) => map.hasLayer(layer));

/* let something lie over parcels where `test` says so, or nothing any more under that name */
export function coverParcels(map, name, test) {
  map.landbaseCovers = Object.assign({}, map.landbaseCovers, { [name]: test });
}

/* does something lie over the parcels at a place */
export const isCovered = (map, latLng) =>
  Object.values(map.landbaseCovers || {}).some((test) => test && test(latLng));

/* the elements that their parcels are drawn in */
export function containersOf(map) {
  const few = map.landbaseCanvas && map.landbaseCanvas._container;
  return [...new Set(openLayers(map).map((layer) => (layer.getContainer ? layer.getContainer() : few)))].filter(Boolean);
}

/* the rows of those for which something holds, as {store, rows} of each */
export function rowsWhere(map, holds) {
  return openLayers(map).map(function ({ store }) {
    const rows = new Uint32Array(store.count);
    let size = 0;
    for (let row = 0; row < store.count; row++) if (holds(store, row)) rows[size++] = row;
    return { store, rows: rows.slice(0, size) };
  });
}

/* what of the layers is shown, or what `counts` says of it; null where there is none */
export function boundsOf(map, counts = (store, row) => store.shown[row]) {
  const ends = [Infinity, Infinity, -Infinity, -Infinity];
  openLayers(map).forEach(function ({ store }) {
    const boxes = store.boxes;
    for (let row = 0; row < store.count; row++) {
      const i = 4 * row;
      if (!counts(store, row) || boxes[i] > boxes[i + 2]) continue; // without an outline
      if (boxes[i] < ends[0]) ends[0] = boxes[i];
      if (boxes[i + 1] < ends[1]) ends[1] = boxes[i + 1];
      if (boxes[i + 2] > ends[2]) ends[2] = boxes[i + 2];
      if (boxes[i + 3] > ends[3]) ends[3] = boxes[i + 3];
    }
  });
  if (ends[0] > ends[2]) return null;
  const [one, other] = [0, 2].map((at) => Store.lonLat(ends[at], ends[at + 1]));
  return L.latLngBounds([one[1], one[0]], [other[1], other[0]]);
}

/* draw anew what the filters leave, where there are filters */
export function showAgain(map) {
  if (map.landbaseFilters) map.landbaseFilters.apply();
  else readLayers(map).forEach((layer) => layer.refresh());
}
