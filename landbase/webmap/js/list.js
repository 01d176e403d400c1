/* The table of what is shown, under the map: any number of rows, of which only those in
   view are in the page. It follows filters, day and selection, and the map follows it. */

import { buttonOf, element, refill } from "./dom.js";
import { copyText, formats, saveAs } from "./exporting.js";
import { tsvOf } from "./files.js";
import { openLayers, readLayers } from "./layers.js";
import { orderBy, shownOf } from "./ranking.js";
import { showParcel } from "./search.js";

const TALL = 26; // px of a row
const MOST = 8e6; // px that a browser can scroll
const SPARE = 4; // rows drawn beyond those in view
const USUAL = 6; // columns shown at first
const FIGURES = ["mu", "ha"];

const List = L.Class.extend({
  initialize: function (map, data) {
    this._map = map;
    this._words = data;
    this._hidden = null; // columns that are not shown
    this._sort = { name: null, falling: false };
    this._at = -1;
    this.button = buttonOf(data.list, "lb-tool", () => this.show(!this._box));
    this.button.setAttribute("aria-expanded", "false");
    map.on("lbchanged overlayadd overlayremove", this._soon, this);
    map.on("lbday", this._resort, this); // texts may be others
    map.on("lbselected", this._draw, this);
    map.on("popupopen", () => map.landbaseCard && this._follow());
  },

  show: function (on) {
    if (on === Boolean(this._box)) return;
    this.button.setAttribute("aria-expanded", String(on));
    this._map.getContainer().classList.toggle("lb-listing", on);
    if (on) this._open();
    else {
      this._mark(null);
      this._box.remove();
      this._box = null;
    }
    this._map.fire("resize");
    if (!on) this.button.focus();
  },

  _open: function () {
    const words = this._words, box = (this._box = element("section", "lb-list"));
    this._layers = readLayers(this._map);
    this._columns = this._known();
    box.setAttribute("aria-label", words.list);
    const bar = box.appendChild(element("div", "lb-list-bar"));
    this._said = bar.appendChild(element("b", "lb-list-count"));
    this._said.setAttribute("role", "status");
    bar.appendChild(this._chooser());
    this._copy = bar.appendChild(buttonOf(words.copy, "lb-small", () => this._copyAll()));
    formats().forEach(([format, name]) => bar.appendChild(buttonOf(name, "lb-small", () =>
      saveAs(this._map, format, this._chosen(), words, this._map.landbaseDay))));
    bar.appendChild(buttonOf(words.close, "lb-small lb-list-close", () => this.show(false)));
    const grid = (this._grid = box.appendChild(element("div", "lb-grid")));
    grid.tabIndex = 0;
    grid.setAttribute("role", "grid");
    grid.setAttribute("aria-label", words.list);
    grid.setAttribute("aria-multiselectable", "true");
    this._head = grid.appendChild(element("div", "lb-grid-head"));
    this._head.setAttribute("role", "row");
    this._body = grid.appendChild(element("div", "lb-grid-body"));
    this._body.setAttribute("role", "rowgroup");
    grid.addEventListener("scroll", () => this._frame || (this._frame = requestAnimationFrame(() => {
      this._frame = null;
      this._draw();
    })));
    grid.addEventListener("keydown", (event) => this._key(event));
    this._body.addEventListener("click", (event) => this._click(event));
    this._body.addEventListener("mousemove", (event) => this._over(event));
    this._body.addEventListener("mouseleave", () => this._mark(null));
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    this._map.getContainer().appendChild(box);
    this._heads();
    this._resort();
    grid.focus();
  },

  /* the columns there are: {name, label}, then mu and hectares */
  _known: function () {
    const found = new Map();
    this._layers.forEach(({ store }) => store.columns.forEach(({ name, label }) => found.set(name, label)));
    const columns = [...found].map(([name, label]) => ({ name, label }));
    if (!this._hidden) this._hidden = new Set(columns.slice(USUAL).map(({ name }) => name));
    const units = this._layers[0].store.header.units;
    return [...columns, ...FIGURES.map((unit) => ({ name: unit, label: units[unit].label, unit }))];
  },

  _chooser: function () {
    const fold = element("details", "lb-columns"), list = element("div", "lb-columns-list");
    fold.append(element("summary", "lb-small", this._words.columns), list);
    this._columns.forEach(({ name, label }) => {
      const line = list.appendChild(element("label")), input = line.appendChild(element("input"));
      input.type = "checkbox";
      input.checked = !this._hidden.has(name);
      input.addEventListener("change", () => {
        if (input.checked) this._hidden.delete(name);
        else this._hidden.add(name);
        this._heads();
        this._draw();
      });
      line.appendChild(element("span", "", label));
    });
    fold.addEventListener("keydown", function (event) {
      if (event.key !== "Escape") return;
      fold.open = false;
      event.stopPropagation();
    });
    return fold;
  },

  _visible: function () {
    return this._columns.filter(({ name }) => !this._hidden.has(name));
  },

  _heads: function () {
    const columns = this._visible(), { name: sorted, falling } = this._sort;
    this._grid.style.setProperty("--lb-columns", columns.map(({ unit }) =>
      (unit ? "minmax(84px, 0.6fr)" : "minmax(96px, 1fr)")).join(" "));
    this._grid.setAttribute("aria-colcount", columns.length);
    refill(this._head, ...columns.map(({ name, label, unit }) => {
      const cell = element("div", unit ? "lb-number" : "");
      cell.setAttribute("role", "columnheader");
      cell.setAttribute("aria-sort", name !== sorted ? "none" : falling ? "descending" : "ascending");
      const button = cell.appendChild(buttonOf(label, "lb-sort", () => {
        this._sort = { name, falling: sorted === name ? !falling : Boolean(unit) };
        this._heads();
        this._resort();
        [...this._head.querySelectorAll("button")].find((one) => one.textContent === label).focus();
      }));
      button.title = this._words.sort;
      return cell;
    }));
  },

  /* the order of all rows; without one, that of the page */
  _resort: function () {
    if (!this._box) return;
    const { name, falling } = this._sort, count = this._layers.reduce((sum, { store }) => sum + store.count, 0);
    this._order = name === null ? Uint32Array.from({ length: count }, (_, at) => at)
      : orderBy(this._layers, FIGURES.includes(name) ? "area" : name, falling);
    this._thin();
  },

  _soon: function () {
    if (this._box) this._thin();
  },

  /* what of them is shown */
  _thin: function () {
    const open = new Set(openLayers(this._map));
    const held = this._at >= 0 && this._rows ? this._rows[this._at] : -1;
    this._rows = shownOf(this._layers, this._order, this._layers.map((layer) => open.has(layer)));
    this._at = held < 0 ? -1 : this._rows.indexOf(held);
    this._said.textContent = this._words.rows.replace("{n}", this._rows.length.toLocaleString("en-US"));
    this._grid.setAttribute("aria-rowcount", this._rows.length + 1);
    this._body.style.height = Math.min(MOST, this._rows.length * TALL) + "px";
    this._draw();
  },

  /* the layer and row of a number counted through all layers */
  _place: function (number) {
    let from = 0;
    for (const layer of this._layers) {
      if (number < from + layer.store.count) return { layer, row: number - from };
      from += layer.store.count;
    }
    return null;
  },

  /* rows in view, and the first of them; where there are more than a browser can scroll,
     a step of the bar is more than a row */
  _view: function () {
    const high = this._grid.clientHeight - this._head.offsetHeight, all = this._rows.length * TALL;
    const room = Math.min(MOST, all) - high, share = room > 0 ? this._grid.scrollTop / room : 0;
    const top = all > MOST ? share * (all - high) : this._grid.scrollTop;
    return { first: Math.max(0, Math.floor(top / TALL)), count: Math.ceil(high / TALL), top };
  },

  _draw: function () {
    if (!this._box) return;
    const { first, count, top } = this._view(), columns = this._visible(), from = Math.max(0, first - SPARE);
    const until = Math.min(this._rows.length, first + count + SPARE), lines = [];
    for (let at = from; at < until; at++) {
      const { layer, row } = this._place(this._rows[at]);
      const line = element("div", "lb-grid-row" + (at === this._at ? " lb-current" : ""));
      line.id = "lb-row-" + at;
      line.dataset.at = at;
      line.setAttribute("role", "row");
      line.setAttribute("aria-rowindex", at + 2);
      line.setAttribute("aria-selected", String(layer.store.selected[row] === 1));
      line.style.top = this._grid.scrollTop + at * TALL - top + "px";
      columns.forEach((column) => line.appendChild(this._cell(column, layer.store, row)));
      lines.push(line);
    }
    refill(this._body, ...lines);
    if (this._at >= from && this._at < until) this._grid.setAttribute("aria-activedescendant", "lb-row-" + this._at);
    else this._grid.removeAttribute("aria-activedescendant");
  },

  _cell: function ({ name, unit }, store, row) {
    const at = unit ? -1 : store.columns.findIndex((column) => column.name === name);
    const text = unit ? store.area(row, unit) : at < 0 ? "" : store.text(at, row);
    const cell = element("div", unit ? "lb-number" : "", text);
    cell.setAttribute("role", "gridcell");
    if (!unit && text.length > 10) cell.title = text;
    return cell;
  },

  /* the rows, in their order, as files take them */
  _chosen: function () {
    const rows = this._layers.map(() => []);
    this._rows.forEach((number) => {
      const { layer, row } = this._place(number);
      rows[this._layers.indexOf(layer)].push(row);
    });
    return this._layers.map(({ store }, n) => ({ store, rows: Uint32Array.from(rows[n]) }))
      .filter((one) => one.rows.length);
  },

  _copyAll: async function () {
    const words = this._words, done = await copyText(tsvOf(this._chosen(), words, this._map.landbaseDay));
    this._copy.textContent = done ? words.copied : words.copyFailed;
    setTimeout(() => (this._copy.textContent = words.copy), 2000);
  },

  _line: function (event) {
    const line = event.target.closest(".lb-grid-row");
    return line && this._rows[line.dataset.at] !== undefined ? Number(line.dataset.at) : -1;
  },

  _click: function (event) {
    const at = this._line(event);
    if (at < 0) return;
    this._go(at);
    if (event.ctrlKey || event.metaKey || event.shiftKey) this._toggle();
    else this._enter();
  },

  _over: function (event) {
    const at = this._line(event);
    this._mark(at < 0 ? null : this._place(this._rows[at]));
  },

  /* a line around the parcel under the pointer or at the keyboard */
  _mark: function (found) {
    if (this._drawn) this._drawn.remove();
    this._drawn = found && L.polygon(found.layer.store.latLngs(found.row), {
      interactive: false, fill: false, color: "#111827", weight: 3, renderer: this._svg || (this._svg = L.svg({ padding: 0.3 })),
    }).addTo(this._map);
  },

  /* make a row the current one, in view */
  _go: function (at) {
    if (!this._rows.length) return;
    this._at = Math.max(0, Math.min(this._rows.length - 1, at));
    const { first, count } = this._view(), all = this._rows.length * TALL;
    const high = this._grid.clientHeight - this._head.offsetHeight, room = Math.min(MOST, all) - high;
    if (this._at < first || this._at >= first + count - 1) {
      const top = Math.max(0, this._at - (this._at < first ? 0 : count - 2)) * TALL;
      this._grid.scrollTop = all > MOST ? (top / (all - high)) * room : top;
    }
    this._mark(this._place(this._rows[this._at]));
    this._draw();
  },

  _enter: function () {
    const { layer, row } = this._place(this._rows[this._at]);
    this._mark(null);
    this._own = true;
    showParcel(this._map, layer, row);
    this._own = false;
  },

  _toggle: function () {
    const { layer, row } = this._place(this._rows[this._at]);
    if (this._map.landbaseSelection) this._map.landbaseSelection.toggle(layer, row);
  },

  /* a card was opened on the map: its row is the current one */
  _follow: function () {
    if (!this._box || this._own) return;
    const { layer, row } = this._map.landbaseCard;
    let number = row;
    for (const other of this._layers) {
      if (other === layer) break;
      number += other.store.count;
    }
    const at = this._rows.indexOf(number);
    if (at >= 0) this._go(at);
    this._mark(null);
  },

  _key: function (event) {
    if (event.target !== this._grid) return;
    const page = this._view().count - 1, last = this._rows.length - 1;
    const to = {
      ArrowDown: this._at + 1, ArrowUp: this._at - 1, PageDown: this._at + page, PageUp: this._at - page,
      Home: 0, End: last,
    };
    if (event.key in to) this._go(to[event.key]);
    else if (event.key === "Enter" && this._at >= 0) this._enter();
    else if (event.key === " " && this._at >= 0) this._toggle();
    else if (event.key === "Escape") this.show(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  },
});

/* the button that opens it; it goes where no part of the map says which parcels there are */
export function listButton(map, data) {
  const list = (map.landbaseList = new List(map, data.list)), button = list.button;
  button.disabled = true;
  Promise.resolve().then(() => map.landbaseIds || button.remove());
  map.on("lbready", () => (button.disabled = false));
  return button;
}
