/* What a map page runs. Python writes for each part of the map one JSON element,
   {kind, data, options}, and one call of `start` with its id. */

import { pictureTiles, sketchTiles } from "./basemap.js";
import { paint, surroundings } from "./canvas.js";
import { followSize } from "./compact.js";
import { readJson } from "./dom.js";
import { clearMap, clearPage, pageLayers } from "./layers.js";
import { addLegend } from "./legend.js";
import { forgetWaiting } from "./link.js";
import { bannerLayer, outlineLayer } from "./outlines.js";
import { addControls, addPanes, addTitle, nameLayers } from "./page.js";
import { addPanel } from "./panel.js";
import { parcelLayer } from "./parcels.js";
import { findParcels } from "./search.js";
import { addSelection } from "./selection.js";
import { addSlider } from "./slider.js";
import { tileLayer } from "./tiles.js";
import { addTools } from "./tools.js";
import { fitMap } from "./views.js";

/* kinds that are layers, of an element with their data */
const LAYERS = {
  parcels: parcelLayer, tiles: tileLayer, banners: bannerLayer, outlines: outlineLayer,
  pictures: pictureTiles, sketch: sketchTiles,
};

/* kinds that are put onto a map, or for `layerControl` onto its control of layers */
const PARTS = {
  panes: addPanes, title: addTitle, controls: addControls, fit: fitMap,
  layerControl: nameLayers, legend: addLegend, panel: addPanel, time: addSlider,
  selection: addSelection, tools: addTools,
};

/* make what an element says, on a map where it goes onto one; gives the layer or part */
export function start(id, on) {
  const { kind, data, options } = readJson(id);
  if (!Object.prototype.hasOwnProperty.call(LAYERS, kind)) return PARTS[kind](on, options);
  const make = LAYERS[kind], layer = make(data, options);
  if (!pageLayers.includes(layer)) layer.landbaseAgain = () => make(data, options); // for a map beside
  return layer;
}

/* for whoever looks into a page from its console, as tests do */
export { pageLayers, paint, surroundings, findParcels };

window.addEventListener("hashchange", forgetWaiting); // before all others that listen
document.addEventListener("DOMContentLoaded", clearPage); // it stands behind the script
L.Map.addInitHook(function () {
  if (this.options.landbaseTwin) return;
  clearMap(this);
  followSize(this);
});
