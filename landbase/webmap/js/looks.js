/* How parcels lie over what is under them: how opaque they are, with labels or without,
   which of them lies on top. */

import { buttonOf, element } from "./dom.js";
import { labelsOf } from "./labels.js";
import { readLayers } from "./layers.js";
import { linked, toLink } from "./link.js";

const LEAST = 0.1; // a parcel that cannot be seen is not there

/* bring the layers into an order, the last on top */
function stack(map, order) {
  map.landbaseOrder = order;
  order.forEach(function (layer, at) {
    if (layer.setZIndex) layer.setZIndex(at + 1);
    else if (map.hasLayer(layer)) layer.bringToFront();
  });
}

export function addLooks(map, box, words) {
  const form = element("section", "lb-panel lb-looks leaflet-control");
  box.after(form);
  form.setAttribute("aria-label", words.opacity);
  L.DomEvent.disableClickPropagation(form);
  const line = form.appendChild(element("label", "", words.opacity)), range = line.appendChild(element("input"));
  Object.assign(range, { type: "range", min: LEAST, max: 1, step: 0.05, value: 1 });
  const look = function (share) {
    map.landbaseOpacity = share;
    range.value = share;
    readLayers(map).forEach((layer) => layer.setShare(share));
  };
  const usual = () => Math.max(...readLayers(map).map((layer) => layer.options.opacity || 1), LEAST);
  range.addEventListener("input", function () {
    look(Number(range.value));
    toLink("opacity", range.value === String(usual()) ? "" : range.value);
  });
  const label = form.appendChild(element("label")), tick = label.appendChild(element("input"));
  const write = labelsOf(map);
  tick.type = "checkbox";
  label.appendChild(element("span", "", words.labels));
  tick.addEventListener("change", function () {
    write(tick.checked);
    toLink("labels", tick.checked ? "on" : "");
  });
  const turn = form.appendChild(buttonOf(words.order, "lb-small", function () {
    stack(map, [...(map.landbaseOrder || readLayers(map))].reverse());
  }));
  const take = function () {
    const wanted = Number(linked("opacity"));
    look(wanted >= LEAST && wanted <= 1 ? wanted : usual());
    tick.checked = linked("labels") === "on";
    write(tick.checked);
    turn.hidden = readLayers(map).length < 2;
  };
  map.on("lbready", take);
  window.addEventListener("hashchange", take);
}
