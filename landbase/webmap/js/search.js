/* Find a parcel by what it is called: as one types, in Chinese or by pinyin initials. */

import { element } from "./dom.js";
import { openLayers } from "./layers.js";
import { footOf, rightOf } from "./page.js";
import { Store } from "./store.js";
import { folded, initials, rate } from "./texts.js";

const FOUND = 8; // results shown
const CARD = 420; // px that a card needs above its parcel
const NEAR = 17; // the closest zoom to show a parcel at

const foldedInitials = (text) => initials(folded(text));

/* how well each row fits: 3 begins so, 2 holds it, 1 by initials, 0 not at all */
function fits(store, names, wanted) {
  const best = new Uint8Array(store.count);
  const columns = store.columns.filter((column, n) => n === 0 || names.includes(column.name));
  columns.forEach((column) => rate(store, column, folded, wanted, best, 3, 2));
  if (/\p{Script=Han}/u.test(wanted)) return best; // initials hold none
  columns.forEach((column) => rate(store, column, foldedInitials, wanted, best, 1, 1));
  return best;
}

export function findParcels(map, text, names) {
  const wanted = folded(text.trim()).replaceAll("\0", " ");
  const byFit = [[], [], [], []];
  if (!wanted) return [];
  openLayers(map).forEach(function (layer) {
    const store = layer.store, best = fits(store, names, wanted);
    for (let row = 0; row < store.count && byFit[3].length < FOUND; row++) {
      const how = store.shown[row] ? best[row] : 0;
      if (how && byFit[how].length < FOUND) byFit[how].push({ layer: layer, row: row });
    }
  });
  return [...byFit[3], ...byFit[2], ...byFit[1]].slice(0, FOUND);
}

/* bring a parcel into view and open its card */
export function showParcel(map, layer, row) {
  const store = layer.store, i = 4 * row, boxes = store.boxes;
  if (store.polygons[row] === store.polygons[row + 1]) { // it has no outline
    layer.showCard(map, row, map.getCenter());
    return;
  }
  const box = [[i, i + 1], [i + 2, i + 3]].map(function ([x, y]) {
    const [lon, lat] = Store.lonLat(boxes[x], boxes[y]);
    return [lat, lon];
  });
  const bounds = L.latLngBounds(box);
  const above = Math.min(CARD, map.getSize().y * 0.55);
  map.fitBounds(bounds, {
    maxZoom: NEAR, animate: false, paddingTopLeft: [24, above],
    paddingBottomRight: [rightOf(map), footOf(map)],
  });
  layer.showCard(map, row, L.latLng(bounds.getNorth(), bounds.getCenter().lng));
}

const Search = L.Control.extend({
  options: { position: "topleft" },

  initialize: function (words, names) {
    this.words = words;
    this.names = names;
    this._found = [];
    this._at = -1;
  },

  onAdd: function (map) {
    this._map = map;
    const box = element("div", "lb-search leaflet-control");
    const input = (this._input = box.appendChild(element("input", "lb-input")));
    input.type = "search";
    input.placeholder = this.words.search;
    const list = (this._list = box.appendChild(element("ul", "lb-results")));
    list.id = "lb-results";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    Object.entries({
      role: "combobox", "aria-label": this.words.search, "aria-expanded": "false",
      "aria-controls": list.id, "aria-autocomplete": "list", autocomplete: "off",
    }).forEach(([name, value]) => input.setAttribute(name, value));
    list.setAttribute("aria-label", this.words.found);
    input.addEventListener("input", () => this._search());
    input.addEventListener("keydown", (event) => this._key(event));
    input.addEventListener("blur", () => this._close());
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    return box;
  },

  _search: function () {
    this._found = findParcels(this._map, this._input.value, this.names);
    this._at = this._found.length ? 0 : -1;
    const lines = this._found.map((found, at) => this._line(found, at));
    if (!lines.length && this._input.value.trim()) {
      lines.push(element("li", "lb-none", this.words.none));
    }
    this._list.replaceChildren(...lines);
    this._list.hidden = !lines.length;
    this._input.setAttribute("aria-expanded", String(lines.length > 0));
    this._mark();
  },

  _line: function (found, at) {
    const store = found.layer.store, line = element("li");
    line.id = "lb-result-" + at;
    line.setAttribute("role", "option");
    const texts = store.columns.slice(0, 3).map((column, n) => store.text(n, found.row));
    line.appendChild(element("b", "", texts[0] || found.layer.options.untitled));
    line.appendChild(element("span", "", texts.slice(1).filter(Boolean).join(" · ")));
    line.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this._go(at);
    });
    return line;
  },

  _key: function (event) {
    if (event.key === "ArrowDown" && !this._found.length) this._search();
    const count = this._found.length;
    if (event.key === "Escape") this._close();
    else if (event.key === "Enter" && this._at >= 0) this._go(this._at);
    else if (event.key === "ArrowDown" && count) this._at = (this._at + 1) % count;
    else if (event.key === "ArrowUp" && count) this._at = (this._at + count - 1) % count;
    else return;
    event.preventDefault();
    event.stopPropagation();
    this._mark();
  },

  _mark: function () {
    const lines = [...this._list.querySelectorAll("[role=option]")];
    lines.forEach((line, at) => line.setAttribute("aria-selected", String(at === this._at)));
    if (this._at >= 0) this._input.setAttribute("aria-activedescendant", "lb-result-" + this._at);
    else this._input.removeAttribute("aria-activedescendant");
  },

  _go: function (at) {
    const found = this._found[at];
    this._close();
    showParcel(this._map, found.layer, found.row);
  },

  _close: function () {
    this._found = []; // what a filter hides meanwhile is not to be opened
    this._at = -1;
    this._list.hidden = true;
    this._input.setAttribute("aria-expanded", "false");
    this._mark();
  },
});

export const addSearch = (map, words, names) => new Search(words, names).addTo(map);
