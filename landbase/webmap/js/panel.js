/* Filters as people see them: a form, chips of what is set, and a link that keeps it. */

import { dayOf, dayOfMap, sayDay } from "./days.js";
import { element } from "./dom.js";
import { applyFilters, empty, sound } from "./filters.js";
import { joinLayers, readLayers } from "./layers.js";
import { addLegend } from "./legend.js";
import { linked, toLink } from "./link.js";
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

function keepInLink(state) {
  const text = JSON.stringify(state);
  toLink("filter", text === JSON.stringify(empty()) ? "" : text);
}

/* choices of a column over all layers, in the order of the vocabulary */
function choicesOf(map) {
  const columns = new Map();
  readLayers(map).forEach((layer) =>
    layer.store.columns.filter((column) => column.choices).forEach(function (column) {
      const entry = columns.get(column.name) || { label: column.label, found: new Set() };
      column.words.forEach((word) => entry.found.add(word));
      entry.order = column.choices;
      columns.set(column.name, entry);
    })
  );
  columns.forEach(function (entry) {
    const rest = [...entry.found].filter((word) => !entry.order.includes(word)).sort();
    entry.labels = [...entry.order.filter((word) => entry.found.has(word)), ...rest];
  });
  return columns;
}

const Filters = L.Control.extend({
  options: { position: "topleft" },

  initialize: function (words, changed) {
    this.words = words;
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
    this._columns = choicesOf(this._map);
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

  /* the state without what this page has not: its link may be that of another */
  _known: function (state) {
    const choices = {};
    Object.entries(state.choices).forEach(([name, labels]) => {
      const entry = this._columns.get(name);
      const there = entry ? labels.filter((label) => entry.labels.includes(label)) : [];
      if (there.length) choices[name] = there;
    });
    return Object.assign({}, state, { choices: choices, overdue: state.overdue && this._dated });
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
    form.replaceChildren();
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
    this._boxes = [];
    this._columns.forEach((entry, name) => {
      const fold = form.appendChild(element("details"));
      fold.appendChild(element("summary", "", entry.label));
      entry.labels.forEach((label) => {
        const { box, text } = this._check(fold, () => this._choose(name, label, box.checked));
        text.textContent = label || missingOf(name, words);
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
    if (state.overdue) add(this._overdueText(), () => this._change({ overdue: false }));
    Object.entries(state.choices).forEach(([name, labels]) =>
      labels.forEach((label) => add(label || missingOf(name, words), () => this._choose(name, label, false))));
    if (chips.length > 1) add(words.clear, () => this._change(empty()));
    const held = this._chips.contains(document.activeElement);
    this._chips.replaceChildren(...chips.map(function (chip) {
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
  const update = function () {
    legend.update();
    map.fire("lbchanged");
  };
  addSearch(map, data.words, data.searched);
  const filters = (map.landbaseFilters = new Filters(data.words, update).addTo(map));
  map.on("overlayadd overlayremove", update);
  map.on("lbready", filters.start, filters);
  map.on("lbday", filters.follow, filters);
  return filters;
}
