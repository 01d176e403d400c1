/* The legend: a line for each class, and one for each banner, with figures of what is shown. */

import { element } from "./dom.js";
import { printedTable, sumShown } from "./figures.js";

function lineOf(line, className) {
  const row = element("tr", className);
  row.dataset.code = line.code;
  const head = element("th");
  head.scope = "row";
  if (line.color) {
    const swatch = element("span", "lb-swatch");
    swatch.style.background = line.color;
    swatch.style.borderColor = line.edge;
    head.appendChild(swatch);
  }
  head.appendChild(element("span", "", line.label));
  row.appendChild(head);
  ["count", "mu", "ha"].forEach((measure) => row.appendChild(element("td", "", line[measure])));
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

function fill(table, lines, total) {
  table.tBodies[0].replaceChildren(...lines.map((line) => lineOf(line, "")));
  table.tFoot.replaceChildren(lineOf(total, "lb-total"));
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
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    return box;
  },

  /* the figures of what is shown now */
  update: function () {
    const data = this.data, categories = data.categories;
    const none = { count: 0, m2: categories.map(() => 0) };
    const names = ["class", ...(data.groups ? [data.groups.column] : [])];
    const [byClass, sums] = sumShown(this._map, names, categories);
    const lines = data.lines.map((line) =>
      Object.assign({}, line, byClass.get(line.position) || none));
    const named = (total) => Object.assign(total, { label: data.total.label });
    const classes = printedTable(lines, data.units);
    fill(this._table, classes.lines, named(classes.total));
    this._map.fire("landbase:figures", { total: classes.total });
    if (!data.groups) return;
    const order = data.groups.labels;
    const rest = [...sums.keys()].filter((label) => !order.includes(label)).sort();
    const labels = [...order.filter((label) => sums.has(label)), ...rest];
    const groups = printedTable(labels.map((label) => Object.assign(
      { code: label, label: label || data.groups.missing }, sums.get(label))), data.units);
    fill(this._groups, groups.lines, named(groups.total));
  },
});

export const addLegend = (map, data) => new Legend(data).addTo(map);
