/* Filters as people see them: a form, chips of what is set, and a link that keeps it. */

import { chartsOf } from "./charts.js";
import { ColumnFilter } from "./columnfilter.js";
import { dayOf, dayOfMap, sayDay } from "./days.js";
import { monthsOf } from "./disposals.js";
import { element, refill } from "./dom.js";
import { applyFilters, choiceOf, empty, sound } from "./filters.js";
import { joinLayers, readLayers } from "./layers.js";
import { addLegend } from "./legend.js";
import { linked, toLink } from "./link.js";
import { addOverview } from "./overview.js";
import { addSearch } from "./search.js";
import { withUnit } from "./texts.js";

/* a way that is missing is not decided yet */
const missingOf = (name, words) => (name === "disposal_type" ? words.undecided : words.missing);

function fromLink() {
  const text = linked("filter");
  if (!text) return empty();
  try {
    return sound(JSON.parse(text));
  } catch (unreadable) {
    return empty();
  }
}

/* the state as text; columns where there are any, as links have long been without them */
const written = (state) =>
  JSON.stringify(Object.assign({}, state, { columns: Object.keys(state.columns).length ? state.columns : undefined }));

function keepInLink(state) {
  const text = written(state);
  toLink("filter", text === written(empty()) ? "" : text);
}

/* in what order words stand: as the vocabulary has them, then all others */
function ordered(entry) {
  const rest = [...entry.found].filter((word) => !entry.order.includes(word)).sort();
  return [...entry.order.filter((word) => entry.found.has(word)), ...rest];
}

/* what people can choose from over all layers: column → {label, labels} */
function choicesOf(map, words, legend) {
  const columns = new Map();
  const add = function (name, label, order, found) {
    const entry = columns.get(name) || { label, order, found: new Set() };
    found.forEach((word) => entry.found.add(word));
    columns.set(name, entry);
  };
  readLayers(map).forEach(function ({ store }) {
    if (store.place) {
      const there = new Set(store.place);
      add("place", words.place, store.header.places, store.header.places.filter((_, at) => there.has(at)));
    }
    store.columns.filter((column) => column.choices).forEach(function (column) {
      const declared = column.name === "banner" && store.place;
      add(column.name, declared ? words.declaredBanner : column.label, column.choices, column.words);
    });
    store.columns.filter((column) => column.days && column.words).forEach(function ({ name, label, words: days }) {
      add(name + ":year", words.year.replace("{column}", label), [], days.map((day) => day.slice(0, 4)));
    });
  });
  const months = readLayers(map).flatMap(({ store }) => monthsOf(store));
  if (months.length) {
    add("disposal_month", words.disposedMonth, [], months);
    columns.get("disposal_month").names = new Map(months.map((month) => [month, words.disposedIn.replace("{month}", month)]));
  }
  if (!columns.has(legend.column)) { // classes of a column that is not in the page
    const codes = legend.lines.map((line) => String(line.position));
    add("class", legend.title, codes, codes);
    columns.get("class").names = new Map(legend.lines.map((line) => [String(line.position), line.label]));
  }
  columns.forEach((entry) => (entry.labels = ordered(entry)));
  return columns;
}

const Filters = L.Control.extend({
  options: { position: "topleft" },

  initialize: function (words, legend, changed) {
    this.words = words;
    this.legend = legend;
    this.changed = changed;
    this.state = empty();
  },

  onAdd: function (map) {
    this._map = map;
    const box = element("section", "lb-filters leaflet-control");
    const button = element("button", "lb-button", this.words.filter);
    button.type = "button";
    button.setAttribute("aria-expanded", "false");
    this._form = element("form", "lb-panel lb-filter-form");
    this._form.hidden = true;
    this._form.addEventListener("submit", (event) => event.preventDefault());
    const fold = (hidden) => {
      this._form.hidden = hidden;
      button.setAttribute("aria-expanded", String(!hidden));
    };
    this._button = button;
    button.addEventListener("click", () => fold(!this._form.hidden));
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || this._form.hidden) return;
      fold(true);
      button.focus();
      event.stopPropagation();
    });
    this._chips = element("div", "lb-chips");
    this._chips.setAttribute("aria-live", "polite");
    const line = element("div", "lb-filter-line");
    line.append(button, this._chips);
    box.append(line, this._form);
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    window.addEventListener("hashchange", () => this._columns && this.set(fromLink()));
    return box;
  },

  /* called when the layers are read: builds the form, takes the state of the link */
  start: function () {
    this._columns = choicesOf(this._map, this.words, this.legend);
    this._dated = readLayers(this._map).some((layer) => layer.store.due);
    this._build();
    this.set(fromLink());
  },

  set: function (state) {
    this.state = this._known(state);
    this.apply();
    this._fill();
    this._showChips();
    this.changed();
  },

  /* filter a column by one value alone, by one more or one less, or not */
  only: function (name, label) {
    this._change({ choices: Object.assign({}, this.state.choices, { [name]: [label] }) });
  },

  more: function (name, label) {
    this._choose(name, label, !(this.state.choices[name] || []).includes(label));
  },

  clear: function () {
    this._change(empty());
  },

  ready: function () {
    return Boolean(this._columns);
  },

  has: function (name) {
    return this._columns.has(name);
  },

  labels: function (name) {
    return this._columns.get(name).labels;
  },

  chosen: function (name) {
    return this.state.choices[name] || [];
  },

  /* all values that a search can lead to: {name, column, label, text} */
  values: function () {
    const found = [];
    this._columns.forEach((entry, name) => name !== "disposal_month" && entry.labels.filter(Boolean).forEach((label) =>
      found.push({ name, column: entry.label, label, text: this.textOf(name, label) })));
    return found;
  },

  /* how a value is written */
  textOf: function (name, label) {
    const { names } = this._columns.get(name);
    return (names && names.get(label)) || label || missingOf(name, this.words);
  },

  /* how many parcels have a value, shown or not */
  count: function (name, label) {
    let sum = 0;
    readLayers(this._map).forEach(function ({ store }) {
      const column = choiceOf(store, name), codes = column ? column.words.map((word) => word === label) : [];
      for (let row = 0; column && row < store.count; row++) sum += codes[column.values[row]] ? 1 : 0;
    });
    return sum;
  },

  /* the state without what this page has not: its link may be that of another */
  _known: function (state) {
    const choices = {};
    Object.entries(state.choices).forEach(([name, labels]) => {
      const entry = this._columns.get(name);
      const there = entry ? labels.filter((label) => entry.labels.includes(label)) : [];
      if (there.length) choices[name] = there;
    });
    const columns = this._own.known(state.columns);
    return Object.assign({}, state, { choices, columns, overdue: state.overdue && this._dated });
  },

  /* what the state leaves, on the day of the map */
  apply: function () {
    applyFilters(this._map, this.state);
  },

  /* the day is another than before */
  follow: function () {
    if (this._overdue) this._overdue.text.textContent = this._overdueText();
    if (this.state.overdue) this._showChips();
    this.changed();
  },

  _overdueText: function () {
    return this.words.overdue.replace("{day}", sayDay(dayOfMap(this._map), this.words.date));
  },

  _change: function (part) {
    const state = Object.assign({}, this.state, part);
    keepInLink(state);
    this.set(state);
  },

  _build: function () {
    const words = this.words, form = this._form;
    refill(form);
    this._text = form.appendChild(element("input", "lb-input"));
    this._text.type = "search";
    this._text.placeholder = words.text;
    this._text.setAttribute("aria-label", words.text);
    let timer = null;
    this._text.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this._change({ text: this._text.value }), 150);
    });
    const range = form.appendChild(element("div", "lb-ends"));
    range.appendChild(element("span", "", words.area));
    this._ends = ["least", "most"].map((end) => {
      const input = range.appendChild(element("input", "lb-input"));
      input.type = "number";
      input.min = "0";
      input.step = "any";
      input.placeholder = words[end];
      input.setAttribute("aria-label", words.area + " " + words[end]);
      input.addEventListener("change", () =>
        this._change({ [end]: input.value === "" ? null : Number(input.value) }));
      return input;
    });
    if (this._dated) this._overdue = this._check(form, () => this._change({ overdue: this._overdue.box.checked }));
    this._own = new ColumnFilter(this._map, words, (columns) => this._change({ columns }));
    form.appendChild(this._own.box);
    this._boxes = [];
    this._columns.forEach((entry, name) => {
      const fold = form.appendChild(element("details"));
      fold.appendChild(element("summary", "", entry.label));
      entry.labels.forEach((label) => {
        const { box, text } = this._check(fold, () => this._choose(name, label, box.checked));
        text.textContent = this.textOf(name, label);
        this._boxes.push({ box: box, name: name, label: label, fold: fold });
      });
    });
  },

  /* a box to tick, with its text */
  _check: function (parent, changed) {
    const line = parent.appendChild(element("label")), box = line.appendChild(element("input"));
    box.type = "checkbox";
    box.addEventListener("change", changed);
    return { box: box, text: line.appendChild(element("span")) };
  },

  _choose: function (name, label, on) {
    const choices = Object.assign({}, this.state.choices);
    const kept = (choices[name] || []).filter((other) => other !== label);
    choices[name] = on ? [...kept, label] : kept;
    if (!choices[name].length) delete choices[name];
    this._change({ choices: choices });
  },

  _fill: function () {
    const state = this.state;
    if (this._text.value !== state.text) this._text.value = state.text;
    this._own.fill(state.columns);
    this._ends[0].value = state.least === null ? "" : state.least;
    this._ends[1].value = state.most === null ? "" : state.most;
    if (this._overdue) {
      this._overdue.box.checked = state.overdue;
      this._overdue.text.textContent = this._overdueText();
    }
    this._boxes.forEach(function (entry) {
      entry.box.checked = (state.choices[entry.name] || []).includes(entry.label);
      if (entry.box.checked) entry.fold.open = true;
    });
  },

  _showChips: function () {
    const words = this.words, state = this.state, chips = [];
    const add = (text, off) => chips.push({ text: text, off: off });
    if (state.text.trim()) add("“" + state.text.trim() + "”", () => this._change({ text: "" }));
    if (state.least !== null) add("≥ " + withUnit(state.least, words.mu), () => this._change({ least: null }));
    if (state.most !== null) add("≤ " + withUnit(state.most, words.mu), () => this._change({ most: null }));
    this._own.chips().forEach(({ text, off }) => add(text, off));
    if (state.overdue) add(this._overdueText(), () => this._change({ overdue: false }));
    Object.entries(state.choices).forEach(([name, labels]) =>
      labels.forEach((label) => add(this.textOf(name, label), () => this._choose(name, label, false))));
    if (chips.length > 1) add(words.clear, () => this._change(empty()));
    const held = this._chips.contains(document.activeElement);
    refill(this._chips, ...chips.map(function (chip) {
      const button = element("button", "lb-chip", chip.text);
      button.type = "button";
      if (chip.text !== words.clear) button.dataset.filter = "";
      button.setAttribute("aria-label", words.remove + " " + chip.text);
      button.addEventListener("click", chip.off);
      return button;
    }));
    if (held) (this._chips.querySelector("button") || this._button).focus();
  },
});

/* legend, banner table and filters of a map, all of what is shown */
export function addPanel(map, data) {
  joinLayers(map, data.layers);
  map.landbaseAsOf = dayOf(data.asOf);
  const legend = addLegend(map, data.legend);
  map.landbaseLegend = data.legend; // prints of banners have tables like it
  const update = function () {
    legend.update();
    map.fire("lbchanged");
  };
  addSearch(map, data.words, data.searched);
  const charts = chartsOf(map, data.charts, data.legend);
  addOverview(map, data.overview, legend);
  if (charts) legend.getContainer().querySelector(".lb-how").before(charts);
  const filters = (map.landbaseFilters = new Filters(data.words, data.legend, update).addTo(map));
  map.on("overlayadd overlayremove", update);
  map.on("lbready", filters.start, filters);
  map.on("lbday", filters.follow, filters);
  return filters;
}
