/* The legend: a line for each class, and one for each banner, with figures of what is
   shown. A line filters by its class or banner: a click by it alone, with Ctrl by it too,
   twice the map looks at it. */

import { element, refill, swatchOf } from "./dom.js";
import { inOrder, printedTable, sumShown } from "./figures.js";
import { showShown } from "./views.js";

/* the name of a line as a button, where the line can filter */
function nameOf(line, pick) {
  if (!pick) return element("span", "", line.label);
  const button = element("button", "lb-pick", line.label);
  button.type = "button";
  button.setAttribute("aria-pressed", String(pick.chosen(line)));
  return button;
}

function lineOf(line, className, pick) {
  const row = element("tr", className);
  row.dataset[line.other ? "other" : "code"] = line.code;
  const head = element("th");
  head.scope = "row";
  if (line.color) head.appendChild(swatchOf(line));
  head.appendChild(nameOf(line, pick));
  row.appendChild(head);
  ["count", "mu", "ha"].forEach((measure) => row.appendChild(element("td", "", line[measure])));
  if (pick && pick.any()) row.classList.add(pick.chosen(line) ? "lb-picked" : "lb-unpicked");
  if (pick) row.addEventListener("click", (event) => pick.take(line, event));
  return row;
}

function emptyTable(title, heads) {
  const table = element("table");
  table.appendChild(element("caption", "lb-panel-title", title));
  const head = table.appendChild(element("thead")).appendChild(element("tr"));
  heads.forEach(function (text) {
    const cell = head.appendChild(element("th", "", text));
    cell.scope = "col";
  });
  table.appendChild(element("tbody"));
  table.appendChild(element("tfoot"));
  return table;
}

/* fill a table anew; the button that has the focus keeps it */
function fill(table, lines, total, pick) {
  const held = table.tBodies[0].contains(document.activeElement) && document.activeElement.closest("tr");
  const codeOf = (row) => row.dataset.code || row.dataset.other, code = held && codeOf(held);
  refill(table.tBodies[0], ...lines.map((line) => lineOf(line, "", pick)));
  refill(table.tFoot, lineOf(total, "lb-total"));
  const again = held && [...table.tBodies[0].rows].find((row) => codeOf(row) === code);
  if (again) again.querySelector("button").focus();
}

/* how the lines of a table filter a column; `labelOf` gives the value of a line */
function picking(map, name, labelOf) {
  const filters = () => map.landbaseFilters;
  return {
    any: () => filters().chosen(name).length > 0,
    chosen: (line) => filters().chosen(name).includes(labelOf(line)),
    take: function (line, event) {
      const label = labelOf(line), chosen = filters().chosen(name);
      if (event.detail > 1) { // the second click of two: the first has filtered
        if (!chosen.includes(label)) filters().only(name, label);
        showShown(map);
      } else if (event.ctrlKey || event.metaKey) filters().more(name, label);
      else if (chosen.length === 1 && chosen[0] === label) filters().more(name, label);
      else filters().only(name, label);
    },
  };
}

const Legend = L.Control.extend({
  options: { position: "topright" },

  initialize: function (data) {
    this.data = data;
  },

  onAdd: function (map) {
    const data = this.data, box = element("section", "lb-panel lb-legend leaflet-control");
    box.setAttribute("aria-label", data.title);
    this._map = map;
    this._table = box.appendChild(emptyTable(data.title, data.heads));
    fill(this._table, data.lines, data.total);
    data.notes.forEach((note) => box.appendChild(element("p", "lb-foot", note)));
    if (data.groups) {
      const fold = box.appendChild(element("details", "lb-by"));
      fold.open = window.innerHeight > 900;
      fold.appendChild(element("summary", "lb-panel-title", data.groups.title));
      this._groups = fold.appendChild(emptyTable("", [data.groups.head, ...data.heads.slice(1)]));
      fold.appendChild(element("p", "lb-foot", data.groups.note));
    }
    box.appendChild(element("p", "lb-foot lb-how", data.how));
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    return box;
  },

  /* lines filter when the filters know their column */
  _picks: function () {
    const filters = this._map.landbaseFilters, { column, groups } = this.data;
    if (!filters || !filters.ready()) return [];
    const byClass = filters.has(column)
      ? picking(this._map, column, (line) => line.word)
      : picking(this._map, "class", (line) => String(line.position));
    return [byClass, groups && filters.has(groups.column)
      ? picking(this._map, groups.column, (line) => line.code) : undefined];
  },

  /* the figures of what is shown now */
  update: function () {
    const data = this.data, categories = data.categories, [byLine, byGroup] = this._picks();
    const none = () => ({ count: 0, m2: categories.map(() => 0) });
    const names = ["class", ...(data.groups ? [data.groups.column] : [])];
    const [byClass, sums] = sumShown(this._map, names, categories);
    const lines = data.lines.map((line) =>
      Object.assign({}, line, byClass.get(line.position) || none()));
    const named = (total) => Object.assign(total, { label: data.total.label });
    const classes = printedTable(lines, data.units);
    fill(this._table, classes.lines, named(classes.total), byLine);
    this._map.fire("landbase:figures", { total: classes.total });
    if (!data.groups) return;
    if (byGroup && byGroup.any()) { // the others stay, to be added
      this._map.landbaseFilters.labels(data.groups.column)
        .forEach((label) => sums.has(label) || sums.set(label, Object.assign(none(), { other: true })));
    }
    const groups = printedTable(inOrder(data.groups.labels, sums).map((label) => Object.assign(
      { code: label, label: label || data.groups.missing }, sums.get(label))), data.units);
    fill(this._groups, groups.lines, named(groups.total), byGroup);
  },
});

export const addLegend = (map, data) => new Legend(data).addTo(map);
