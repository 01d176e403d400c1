/* Places as figures: what is under the pointer, and the boundary points of a parcel. */

import { degreesText, toZone } from "./coordinates.js";
import { element } from "./dom.js";
import { polygonsOf } from "./files.js";

const DECIMALS = 1; // of a metre: outlines in the page are rounded to 0.000001 degree
const CURSOR_DECIMALS = 0; // a pixel is more than that

/* "37 带 Y 37395339 X 4386744" */
export function zoneText(place, words, decimals = CURSOR_DECIMALS) {
  const { zone, x, y } = toZone(place);
  return words.inZone.replace("{zone}", zone).replace("{y}", x.toFixed(decimals)).replace("{x}", y.toFixed(decimals));
}

const Where = L.Control.extend({
  options: { position: "bottomleft" },

  initialize: function (words) {
    this._words = words;
  },

  onAdd: function (map) {
    const box = (this._box = element("div", "lb-where"));
    box.hidden = true;
    box.title = this._words.where;
    this._lines = [box.appendChild(element("span")), box.appendChild(element("span"))];
    map.on("mousemove", this._soon, this);
    map.on("mouseout", () => (box.hidden = true));
    return box;
  },

  /* at most once a frame */
  _soon: function ({ latlng }) {
    this._at = latlng;
    this._frame = this._frame || requestAnimationFrame(() => {
      this._frame = null;
      const place = [this._at.lng, this._at.lat];
      this._lines[0].textContent = degreesText(place);
      this._lines[1].textContent = zoneText(place, this._words);
      this._box.hidden = false;
    });
  },
});

export const addWhere = (map, words) => new Where(words).addTo(map);

/* The boundary points of a parcel in their order, ring by ring, as lines to paste: number
   of the ring, name of the point, X (north), Y (east), longitude, latitude. As in lists of
   the field a ring ends on its first point. */
export function pointsText(store, row, words) {
  const lines = [words.points.join("\t")];
  let ring = 0, point = 0;
  const polygons = polygonsOf(store, row);
  if (!polygons.length) return "";
  const middle = polygons[0][0].reduce((sum, [lon]) => sum + lon, 0) / polygons[0][0].length;
  const zone = Math.round(middle / 3); // all of a parcel in one zone
  polygons.forEach((rings) => rings.forEach(function (places) {
    ring += 1;
    const first = point + 1;
    places.forEach(function (place, at) {
      const last = at === places.length - 1, { x, y } = toZone(place, zone);
      if (!last) point += 1;
      lines.push([ring, "J" + (last ? first : point), y.toFixed(DECIMALS), x.toFixed(DECIMALS),
        place[0].toFixed(6), place[1].toFixed(6)].join("\t"));
    });
  }));
  return [words.pointsOf.replace("{zone}", zone), ...lines].join("\n");
}
