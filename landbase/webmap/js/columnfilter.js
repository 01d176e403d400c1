/* The filter by what a column holds: any column of the page, by its name. */

import { element } from "./dom.js";
import { readLayers } from "./layers.js";

const PAUSE = 150; // ms after a key

export class ColumnFilter {
  /* `changed` is told the texts by column, {name: text} */
  constructor(map, words, changed) {
    this._columns = new Map();
    readLayers(map).forEach(({ store }) => store.columns.forEach(({ name, label }) => this._columns.set(name, label)));
    this._words = words;
    this._changed = changed;
    this._state = {};
    this.box = this._build();
  }

  _build() {
    const words = this._words, box = element("div", "lb-column-filter");
    this._which = box.appendChild(element("select", "lb-input"));
    this._which.setAttribute("aria-label", words.inColumn);
    const none = this._which.appendChild(element("option", "", words.inColumn));
    none.value = "";
    this._columns.forEach((label, name) => (this._which.appendChild(element("option", "", label)).value = name));
    this._text = box.appendChild(element("input", "lb-input"));
    this._text.type = "search";
    this._text.placeholder = words.columnHolds;
    this._text.setAttribute("aria-label", words.columnHolds);
    let timer = null;
    this._text.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this._take(this._which.value, this._text.value), PAUSE);
    });
    this._which.addEventListener("change", () => this._show());
    this._show();
    return box;
  }

  _take(name, text) {
    const state = Object.assign({}, this._state);
    if (text.trim()) state[name] = text;
    else delete state[name];
    this._changed(state);
  }

  /* the text of the column that is chosen */
  _show() {
    const text = this._state[this._which.value] || "";
    this._text.disabled = !this._which.value;
    if (this._text.value.trim() !== text.trim()) this._text.value = text;
  }

  /* of a link only columns that this page has */
  known(columns) {
    return Object.fromEntries(Object.entries(columns).filter(([name]) => this._columns.has(name)));
  }

  fill(columns) {
    this._state = columns;
    const [first] = Object.keys(columns);
    if (!this._which.value && first) this._which.value = first;
    this._show();
  }

  chips() {
    return Object.entries(this._state).map(([name, text]) => ({
      text: this._words.columnChip.replace("{column}", this._columns.get(name)).replace("{text}", text.trim()),
      off: () => this._take(name, ""),
    }));
  }
}
