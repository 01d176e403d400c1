/* Where the map looks: all of it, what is shown, the whole screen, a place; and how far
   it goes. */

import { element, notice } from "./dom.js";
import { keepView } from "./link.js";
import { boundsOf } from "./layers.js";
import { footOf, leftOf, rightOf } from "./page.js";

const CLOSE = 17; // zoom to look at a place from, or the least of parcels
const OUT = 2; // zoom steps out from all of it
const LEAST = 0.05; // degrees: the least room around what there is
const FAR = 8; // times of its extent, that the map may be moved beyond it
const MARK = 8000; // ms that a place is marked
const NS = "http://www.w3.org/2000/svg";
const ICONS = {
  all: "M2 6V2h4M14 6V2h-4M2 10v4h4M14 10v4h-4M5 5h6v6H5z",
  shown: "M2 6V2h4M14 6V2h-4M2 10v4h4M14 10v4h-4M4 5h8L9 8.5V12l-2-1V8.5z",
  screen: "M9.5 2H14v4.5M14 2 9.5 6.5M6.5 14H2V9.5M2 14l4.5-4.5",
};

/* bring bounds into what no panel covers */
export function lookAt(map, bounds) {
  map.fitBounds(bounds, {
    paddingTopLeft: [leftOf(map), 48], paddingBottomRight: [rightOf(map), footOf(map)],
    maxZoom: CLOSE, animate: false,
  });
}

/* the same of what the filters leave; stay where they leave nothing */
export function showShown(map) {
  const bounds = boundsOf(map);
  if (bounds) lookAt(map, bounds);
}

/* look at a place, and mark it for a while */
export function goTo(map, [lon, lat]) {
  const at = L.latLng(lat, lon);
  const most = map.options.maxBounds;
  if (most && !L.latLngBounds(most).contains(at)) map.setMaxBounds(L.latLngBounds(most).extend(at).pad(0.1));
  map.setView(at, Math.max(map.getZoom(), Math.min(CLOSE, map.getMaxZoom())), { animate: false });
  if (map.landbaseSpot) map.landbaseSpot.remove();
  const ring = L.divIcon({ className: "lb-spot", html: element("i"), iconSize: [0, 0] });
  const spot = (map.landbaseSpot = L.marker(at, { icon: ring, interactive: false, keyboard: false }).addTo(map));
  setTimeout(() => spot.remove(), MARK);
}

function icon(path) {
  const svg = document.createElementNS(NS, "svg"), line = document.createElementNS(NS, "path");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  svg.appendChild(line);
  return svg;
}

const screenOf = () => document.fullscreenElement || document.webkitFullscreenElement;

/* the whole screen, or back; a frame may not be allowed to */
function fillScreen(map, words) {
  const page = document.documentElement;
  if (screenOf()) (document.exitFullscreen || document.webkitExitFullscreen).call(document);
  else {
    const asked = (page.requestFullscreen || page.webkitRequestFullscreen).call(page);
    if (asked) asked.catch(() => notice(map, words.noScreen));
  }
}

const Views = L.Control.extend({
  options: { position: "topleft" },

  initialize: function (data) {
    this._words = data.words;
    this._bounds = L.latLngBounds(data.bounds);
  },

  onAdd: function (map) {
    this._map = map;
    const box = element("div", "leaflet-bar lb-views"), words = this._words;
    const add = function (name, act) {
      const node = box.appendChild(element("button"));
      node.type = "button";
      node.title = words[name];
      node.setAttribute("aria-label", words[name]);
      node.appendChild(icon(ICONS[name]));
      node.addEventListener("click", act);
    };
    add("all", () => lookAt(map, this._bounds));
    add("shown", () => showShown(map));
    if (document.fullscreenEnabled || document.webkitFullscreenEnabled) {
      add("screen", () => fillScreen(map, words));
    }
    L.DomEvent.disableClickPropagation(box);
    return box;
  },

});

/* at least some room around what there is: a single parcel has none to speak of */
function roomy(bounds) {
  const middle = bounds.getCenter(), half = LEAST / 2;
  return L.latLngBounds(bounds.getSouthWest(), bounds.getNorthEast())
    .extend([middle.lat - half, middle.lng - half]).extend([middle.lat + half, middle.lng + half]);
}

/* put the map onto its contents, which it then does not leave */
export function fitMap(map, data) {
  const bounds = L.latLngBounds(data.bounds), views = new Views(data);
  const bind = function () {
    const most = roomy(bounds);
    map.setMinZoom(Math.max(0, Math.floor(map.getBoundsZoom(most)) - OUT));
  };
  const zoom = map.getContainer().querySelector(".leaflet-control-zoom");
  views.addTo(map);
  if (zoom) zoom.after(views.getContainer());
  map.options.maxBoundsViscosity = 0.8;
  if (map.landbasePlace) map.landbasePlace();
  map.fitBounds(bounds, {
    paddingTopLeft: [24, 48], paddingBottomRight: [rightOf(map), footOf(map)], animate: false,
  });
  bind(); // after that: a map below its least zoom would glide there
  map.setMaxBounds(roomy(bounds).pad(FAR));
  map.on("resize", bind);
  keepView(map);
}
