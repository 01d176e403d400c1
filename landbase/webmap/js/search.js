/* Find a parcel by what it is called: as one types, in Chinese or by pinyin initials. */

import { element, refill } from "./dom.js";
import { placeOf, degreesText, zoneOf } from "./coordinates.js";
import { readLayers } from "./layers.js";
import { footOf, leftOf, rightOf } from "./page.js";
import { Store } from "./store.js";
import { bare, folded, initials, rate } from "./texts.js";
import { goTo, showShown } from "./views.js";

const FOUND = 8, VALUES = 3; // results shown: parcels, and values to filter by
const LEAST = 2; // characters of a value
const IDS = /(^|_)(id|no)$/; // names of columns that hold them
const CARD = 420; // px that a card needs above its parcel
const NEAR = 17; // the closest zoom to show a parcel at

const foldedInitials = (text) => initials(folded(text));

/* how well each row fits: 3 begins so, 2 holds it, 1 by initials or by an id written
   without its hyphens, 0 not at all */
function fits(store, names, wanted) {
  const best = new Uint8Array(store.count), plain = bare(wanted);
  const columns = store.columns.filter((column, n) => n === 0 || names.includes(column.name));
  columns.forEach((column) => rate(store, column, folded, wanted, best, 3, 2));
  if (/\d/.test(plain)) {
    columns.filter((column) => IDS.test(column.name))
      .forEach((column) => rate(store, column, bare, plain, best, 2, 1));
  }
  if (/\p{Script=Han}/u.test(wanted)) return best; // initials hold none
  columns.forEach((column) => rate(store, column, foldedInitials, wanted, best, 1, 1));
  return best;
}

/* parcels by what they are called, those that are shown first; of others `hidden` says
   what hides them: "filter" or "layer" */
export function findParcels(map, text, names) {
  const wanted = folded(text.trim()).replace(/\0/g, " ");
  const byFit = [[], [], [], [], [], [], []]; // hidden ones lower, by the same order
  if (!wanted) return [];
  readLayers(map).forEach(function (layer) {
    const store = layer.store, best = fits(store, names, wanted), open = map.hasLayer(layer);
    for (let row = 0; row < store.count && byFit[6].length < FOUND; row++) {
      if (!best[row]) continue;
      const hidden = open ? (store.shown[row] ? "" : "filter") : "layer";
      const line = byFit[best[row] + (hidden ? 0 : 3)];
      if (line.length < FOUND) line.push({ layer, row, hidden });
    }
  });
  return byFit.reverse().reduce((all, some) => all.concat(some)).slice(0, FOUND);
}

/* values that a filter can have, such as banners, zones and causes, of that name */
function findValues(filters, text) {
  const wanted = folded(text.trim());
  if (wanted.length < LEAST) return [];
  const begins = [], holds = [];
  filters.values().forEach(function (value) {
    const name = folded(value.text);
    if (name.startsWith(wanted) || initials(name).startsWith(wanted)) begins.push(value);
    else if (name.includes(wanted)) holds.push(value);
  });
  return [...begins, ...holds].slice(0, VALUES);
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
    maxZoom: NEAR, animate: false, paddingTopLeft: [leftOf(map), above],
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
    input.placeholder = input.title = this.words.hint;
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
    const map = this._map, text = this._input.value, filters = map.landbaseFilters;
    const spot = placeOf(text, zoneOf(map.getCenter().lng));
    this._found = [
      ...(spot ? [this._spot(spot)] : []),
      ...(filters ? findValues(filters, text) : []).map((value) => this._value(value)),
      ...findParcels(map, text, this.names).map((found) => this._parcel(found)),
    ];
    this._at = this._found.length ? 0 : -1;
    const lines = this._found.map((found, at) => this._line(found, at));
    if (!lines.length && text.trim()) { // a list of choices holds nothing but choices
      const none = element("li", "lb-none", this.words.none);
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
      lines.push(none);
    }
    refill(this._list, ...lines);
    this._list.hidden = !lines.length;
    this._input.setAttribute("aria-expanded", String(lines.length > 0));
    this._mark();
  },

  /* results: {title, note, go} */
  _spot: function ({ place, zone }) {
    const words = this.words;
    return {
      title: words.goTo + " " + degreesText(place),
      note: zone === null ? words.cgcs2000 : words.ofZone.replace("{zone}", zone),
      go: () => goTo(this._map, place),
    };
  },

  _value: function ({ name, column, label, text }) {
    const words = this.words, count = this._map.landbaseFilters.count(name, label);
    return {
      title: text, note: words.filterBy.replace("{column}", column).replace("{count}", count.toLocaleString("en-US")),
      go: () => {
        this._map.landbaseFilters.only(name, label);
        showShown(this._map);
      },
    };
  },

  _parcel: function ({ layer, row, hidden }) {
    const store = layer.store, words = this.words;
    const texts = store.columns.slice(0, 3).map((column, n) => store.text(n, row));
    return {
      title: texts[0] || layer.options.untitled, note: texts.slice(1).filter(Boolean).join(" · "),
      hidden: hidden ? words[hidden === "layer" ? "hiddenLayer" : "hiddenFilter"] : "",
      go: () => {
        if (!this._map.hasLayer(layer)) this._map.addLayer(layer);
        if (!store.shown[row] && this._map.landbaseFilters) this._map.landbaseFilters.clear();
        showParcel(this._map, layer, row);
      },
    };
  },

  _line: function (found, at) {
    const line = element("li");
    line.id = "lb-result-" + at;
    line.setAttribute("role", "option");
    line.appendChild(element("b", "", found.title));
    line.appendChild(element("span", "", found.note));
    if (found.hidden) line.appendChild(element("em", "lb-hidden-by", found.hidden));
    line.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    line.addEventListener("click", () => this._go(at));
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
    found.go();
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
