/* The layers of parcels that the parts of a map work on: panel, slider, selection.

   Each part names its layers by their ids; parcels of other layers of the map, such as
   those with a legend of their own, are no concern of theirs. When all are read, the map
   fires "lbread", on which the slider takes its day, and then "lbready". */

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
  document.querySelectorAll(".lb-print, .lb-aside").forEach((node) => node.remove());
}

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

/* those of them that are on the map now */
export const openLayers = (map) => readLayers(map).filter((layer) => map.hasLayer(layer));

/* draw anew what the filters leave, where there are filters */
export function showAgain(map) {
  if (map.landbaseFilters) map.landbaseFilters.apply();
  else readLayers(map).forEach((layer) => layer.refresh());
}
