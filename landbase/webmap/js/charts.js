/* Charts of what is shown: classes by banner, and what was disposed of in each month of
   the year. Their colours and units are those on paper, their figures those of the
   tables; a click filters. */

import { apportioned, wholeUnits } from "./apportion.js";
import { crossShown, printedCells, said } from "./crossing.js";
import { dayOfMap, isoDay, sayDay } from "./days.js";
import { sumMonths } from "./disposals.js";
import { buttonOf, element, refill, swatchOf } from "./dom.js";
import { inOrder } from "./figures.js";
import { openLayers } from "./layers.js";
import { total } from "./sums.js";
import { withUnit } from "./texts.js";

const WIDTH = 100; // %
const LEAST = 0.4; // % of the width: a block that is there can be seen

function blockOf(color, name, figure) {
  const block = element("i");
  block.style.background = color;
  block.title = name + " " + figure;
  return block;
}

const Charts = L.Class.extend({
  initialize: function (map, data, legend) {
    this._map = map;
    this._data = data;
    this._legend = legend;
    const fold = (this._box = element("details", "lb-charts"));
    fold.appendChild(element("summary", "lb-panel-title", data.words.title));
    this._status = legend.groups ? fold.appendChild(element("figure", "lb-chart")) : null;
    this._months = data.months ? fold.appendChild(element("figure", "lb-chart lb-chart-months")) : null;
    fold.appendChild(element("p", "lb-foot", data.words.how));
    fold.addEventListener("toggle", () => this._draw());
    map.on("lbchanged", this._soon, this);
  },

  /* where it goes, when there is something to draw */
  box: function () {
    return this._status || this._months ? this._box : null;
  },

  /* at most once a frame, and only while it can be seen */
  _soon: function () {
    if (!this._box.open || this._frame) return;
    this._frame = requestAnimationFrame(() => {
      this._frame = null;
      this._draw();
    });
  },

  _draw: function () {
    if (!this._box.open || !openLayers(this._map).length) return;
    if (this._status) this._drawStatus();
    if (this._months) this._drawMonths();
  },

  /* a click filters, with Ctrl by one more, again not */
  _pick: function (event, ...filters) {
    const own = this._map.landbaseFilters;
    filters.filter(([name]) => own.has(name)).forEach(function ([name, label]) {
      const chosen = own.chosen(name), alone = chosen.length === 1 && chosen[0] === label;
      if (event.ctrlKey || event.metaKey || alone) own.more(name, label);
      else own.only(name, label);
    });
  },

  /* blocks of two filters: again takes both off */
  _pickBoth: function (event, ...filters) {
    const own = this._map.landbaseFilters, known = filters.filter(([name]) => own.has(name));
    const alone = known.every(([name, label]) => own.chosen(name).length === 1 && own.chosen(name)[0] === label);
    known.forEach(function ([name, label]) {
      const has = own.chosen(name).includes(label);
      if (alone || ((event.ctrlKey || event.metaKey) && !has)) own.more(name, label);
      else if (!has || !(event.ctrlKey || event.metaKey)) own.only(name, label);
    });
  },

  _classFilter: function (line) {
    const filters = this._map.landbaseFilters, { column } = this._legend;
    return filters.has(column) ? [column, line.word] : ["class", String(line.position)];
  },

  _drawStatus: function () {
    const { groups, categories, units, lines, title } = this._legend, words = this._data.words;
    const across = crossShown(this._map, groups.column, "class", categories);
    const order = inOrder(groups.labels, across);
    const cells = printedCells(across, order, units), sums = new Map();
    cells.forEach((found, label) => sums.set(label, total([...found.values()].map(({ mu }) => mu))));
    const most = Math.max(1, ...sums.values()), list = element("ul", "lb-bars-list");
    order.forEach((label) => list.appendChild(this._bar(label, cells.get(label), sums.get(label), most, lines)));
    const caption = element("figcaption", "", words.status.replace("{class}", title));
    refill(this._status, caption, list);
  },

  _bar: function (label, cells, sum, most, lines) {
    const { groups, units } = this._legend, mu = units.mu.label, name = label || groups.missing;
    const line = element("li"), filters = this._map.landbaseFilters;
    const button = line.appendChild(buttonOf(name, "lb-pick", (event) => this._pick(event, [groups.column, label])));
    button.title = name;
    button.setAttribute("aria-pressed", String(filters.chosen(groups.column).includes(label)));
    const bar = line.appendChild(element("div", "lb-bar-blocks")), parts = [];
    bar.setAttribute("role", "img");
    lines.filter(({ position }) => cells.has(position)).forEach((entry) => {
      const cell = cells.get(entry.position), figure = withUnit(said(cell.mu), mu);
      const block = bar.appendChild(blockOf(entry.color, name + " " + entry.label, figure));
      block.dataset.code = entry.code;
      block.dataset.mu = cell.mu;
      block.style.width = (cell.mu > 0 ? Math.max(LEAST, (cell.mu / most) * WIDTH) : 0) + "%";
      block.addEventListener("click", (event) =>
        this._pickBoth(event, [groups.column, label], this._classFilter(entry)));
      parts.push(entry.label + " " + figure);
    });
    bar.setAttribute("aria-label", name + ": " + parts.join(", "));
    line.appendChild(element("span", "lb-bar-sum", said(sum)));
    return line;
  },

  _drawMonths: function () {
    const map = this._map, day = dayOfMap(map), year = isoDay(day).slice(0, 4), words = this._data.words;
    const { categories, units: { mu } } = this._legend;
    const stores = openLayers(map).map(({ store }) => store);
    const { months, unknown } = sumMonths(stores, year, day, categories);
    const exact = months.map((cells) => Array.from(cells, (m2) => (m2 * mu.times) / mu.by));
    const totals = exact.map(total), sum = wholeUnits(total(totals), 2), most = Math.max(...totals, 1e-9);
    const whole = apportioned(totals, 2, sum); // months close to the year, blocks to months
    const caption = element("figcaption", "", words.months.replace("{year}", year));
    const list = element("ol", "lb-months");
    exact.forEach((cells, at) => list.appendChild(this._month(at, year, cells, whole[at], most)));
    const notes = [sum > 0 ? words.sum.replace("{day}", sayDay(day, words.date)).replace("{mu}", said(sum)) : words.none];
    if (unknown) notes.push(words.unknown.replace("{n}", unknown.toLocaleString("en-US")));
    refill(this._months, caption, list, this._keys(), ...notes.map((note) => element("p", "lb-foot", note)));
  },

  _month: function (at, year, cells, sum, most) {
    const words = this._data.words, label = year + "-" + String(at + 1).padStart(2, "0");
    const filters = this._map.landbaseFilters, line = element("li"), name = words.month.replace("{month}", at + 1);
    const button = line.appendChild(buttonOf("", "lb-month", (event) => this._pick(event, ["disposal_month", label])));
    const unit = this._legend.units.mu.label, parts = [];
    const column = button.appendChild(element("span", "lb-month-blocks"));
    const whole = apportioned(cells, 2, sum);
    cells.forEach((value, n) => {
      const { color, label: category } = this._data.categories[n], figure = withUnit(said(whole[n]), unit);
      if (!(value > 0)) return;
      const block = column.appendChild(blockOf(color, name + " " + category, figure));
      block.style.height = Math.max(LEAST, (value / most) * WIDTH) + "%";
      block.dataset.mu = whole[n];
      parts.push(category + " " + figure);
    });
    button.appendChild(element("span", "lb-month-name", name));
    button.dataset.month = label;
    button.disabled = !parts.length && !filters.chosen("disposal_month").includes(label);
    button.setAttribute("aria-pressed", String(filters.chosen("disposal_month").includes(label)));
    button.setAttribute("aria-label", [name, ...parts].join(" "));
    return line;
  },

  _keys: function () {
    const keys = element("p", "lb-chart-keys");
    this._data.categories.forEach(({ label, color }) => {
      keys.appendChild(element("span")).append(swatchOf({ color }), label);
    });
    return keys;
  },
});

/* the charts, for the legend's panel; null where there is nothing to draw */
export const chartsOf = (map, data, legend) => new Charts(map, data, legend).box();
