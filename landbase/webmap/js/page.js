/* What surrounds the map: title bar, zoom, scale, message, and the room that it leaves. */

import { scaleBar } from "./canvas.js";
import { element } from "./dom.js";
import { pageLayers } from "./layers.js";
import { keepLayers } from "./link.js";
import { addLooks } from "./looks.js";
import { addWhere } from "./where.js";

export const ROOM = 24; // px left beside what covers a map

export function addPanes(map, panes) {
  panes.forEach(function (pane) {
    const node = map.createPane(pane.name);
    node.style.zIndex = pane.zIndex;
    node.style.pointerEvents = "none";
  });
}

export function addTitle(map, data) {
  const bar = element("header", "lb-title");
  bar.appendChild(element("h1", "", data.title));
  const notes = element("div", "lb-notes");
  data.notes.forEach((note) => notes.appendChild(element("span", "lb-note", note)));
  bar.appendChild(notes);
  map.getContainer().classList.add("lb-under-title");
  map.getContainer().before(bar);
  bar.firstChild.title = data.title;
  const place = function () { // a long title takes more lines
    document.documentElement.style.setProperty("--lb-title-height", bar.offsetHeight + "px");
    map.invalidateSize({ animate: false, pan: false });
  };
  place();
  new ResizeObserver(() => requestAnimationFrame(place)).observe(bar);
}

/* Leaflet's bar, written as that of the printed sheet */
const Scale = L.Control.Scale.extend({
  options: { imperial: false, maxWidth: 140 },

  initialize: function (words) {
    this._words = words;
  },

  _updateMetric: function (most) {
    const { metres, text } = scaleBar(most, this._words);
    this._updateScale(this._mScale, text, metres / most);
  },
});

export function addControls(map, data) {
  document.documentElement.lang = data.lang;
  map.attributionControl.setPrefix(false);
  map.getContainer().classList.add("lb-map");
  L.control.zoom({ zoomInTitle: data.zoomIn, zoomOutTitle: data.zoomOut }).addTo(map);
  new Scale(data).addTo(map);
  addWhere(map, data);
  if (data.message) {
    const box = element("div", "lb-message", data.message);
    box.setAttribute("role", "status");
    map.getContainer().appendChild(box);
  }
}

/* px on the right that panels cover, where something is left beside them; on a small map
   they fold */
export function rightOf(map) {
  if (map.getContainer().classList.contains("lb-narrow")) return ROOM;
  const panels = map.getContainer().querySelector(".leaflet-top.leaflet-right");
  const width = panels ? panels.offsetWidth : 0;
  return width && map.getSize().x > 2 * width ? width + ROOM : ROOM;
}

/* px on the left that another map covers, and some room */
export const leftOf = (map) => ROOM + (map.landbaseCovered || 0);

/* px at the foot that bars cover */
export function footOf(map) {
  const [bars, list] = [".lb-bottom", ".lb-list"].map((name) => map.getContainer().querySelector(name));
  return (bars ? bars.offsetHeight + 24 : 16) + (list ? list.offsetHeight : 0);
}

export function nameLayers(control, { title, words }) {
  const box = control.getContainer();
  box.classList.add("lb-panel", "lb-layers");
  box.setAttribute("aria-label", title);
  box.prepend(element("div", "lb-panel-title", title));
  keepLayers(control._map, control);
  if (words && pageLayers.length) addLooks(control._map, control, words);
}

/* the place at the foot of a map for bars, between the scale and the panels */
export function bottomOf(map) {
  if (map.landbaseBottom) return map.landbaseBottom;
  const box = (map.landbaseBottom = element("div", "lb-bottom leaflet-control"));
  L.DomEvent.disableClickPropagation(box);
  L.DomEvent.disableScrollPropagation(box);
  map.getContainer().appendChild(box);
  const place = function () {
    const panels = map.getContainer().querySelector(".leaflet-top.leaflet-right");
    box.style.right = (panels ? panels.offsetWidth + 12 : 12) + "px";
    // what stands above it on the left ends before it
    map.getContainer().style.setProperty("--lb-foot", box.offsetHeight + 24 + "px");
  };
  // a frame later: what changes sizes at once is an error of the page in every browser
  const observer = new ResizeObserver(() => requestAnimationFrame(place)), corner = ".leaflet-top.leaflet-right";
  [box, map.getContainer().querySelector(corner)].filter(Boolean).forEach((node) => observer.observe(node));
  map.on("lbready lbchanged resize", place);
  place();
  return box;
}
