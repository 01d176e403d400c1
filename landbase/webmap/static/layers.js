/* The layers of parcels that the parts of a map work on: panel, slider, selection.

   Each part names its layers by their ids; parcels of other layers of the map, such as
   those with a legend of their own, are no concern of theirs. When all are read, the map
   fires "lbread", on which the slider takes its day, and then "lbready". */
(function () {
  "use strict";
  const Landbase = (window.Landbase = window.Landbase || {});

  Landbase.members = []; // the layers of parcels of the page, each with its `dataId`

  /* A page saved from what a browser shows has its map drawn already: that goes, as all
     is drawn anew. */
  L.Map.addInitHook(function () {
    const box = this.getContainer(), bar = box.previousElementSibling;
    const own = [this.getPane("mapPane"), this._controlContainer];
    [...box.children].filter((node) => !own.includes(node) && /(^| )(leaflet|lb)-/.test(node.className))
      .forEach((node) => node.remove());
    if (bar && bar.classList.contains("lb-title")) bar.remove();
  });
  document.addEventListener("DOMContentLoaded", () => // they stand behind the script
    document.querySelectorAll(".lb-print, .lb-aside").forEach((node) => node.remove()));

  /* let a part work on layers of a map */
  Landbase.join = function (map, ids) {
    map.getContainer().classList.add("lb-map");
    if (!map.landbaseIds) {
      map.landbaseIds = new Set();
      Promise.resolve() // when all parts of the page have joined
        .then(() => Promise.all(Landbase.layersOf(map).map((layer) => layer.ready)))
        .then(() => map.fire("lbread").fire("lbready"));
    }
    ids.forEach((id) => map.landbaseIds.add(id));
  };

  Landbase.layersOf = (map) =>
    Landbase.members.filter((layer) => !map.landbaseIds || map.landbaseIds.has(layer.dataId));

  /* those that are read */
  Landbase.readLayers = (map) => Landbase.layersOf(map).filter((layer) => layer.store);

  /* those of them that are on the map now */
  Landbase.openLayers = (map) => Landbase.readLayers(map).filter((layer) => map.hasLayer(layer));

  /* draw anew what the filters leave, where there are filters */
  Landbase.showAgain = function (map) {
    if (map.landbaseFilters) map.landbaseFilters.apply();
    else Landbase.readLayers(map).forEach((layer) => layer.refresh());
  };
})();
