/* What goes on the sheets of a print: the view, each banner on a sheet of its own, or each
   parcel that is selected. A page says where it looks, what of the parcels it shows, and
   what stands beside the map. */

import { recordCard } from "./card.js";
import { crossShown, printedCells, said } from "./crossing.js";
import { coding, inOrder } from "./figures.js";
import { element, swatchOf } from "./dom.js";
import { boundsOf, openLayers } from "./layers.js";
import { Store } from "./store.js";

const ROOM = 1.15; // of what a page shows, so that it does not touch the frame
const AROUND = 4; // of a parcel, so that one sees where it lies
const LEAST = 300; // m across, at least

export const MOST_PAGES = 60;

/* centre, and metres across and down of bounds, with some room */
function viewOf(bounds, times) {
  const center = bounds.getCenter(), [west, east] = [bounds.getWest(), bounds.getEast()];
  const across = L.latLng(center.lat, west).distanceTo([center.lat, east]);
  const down = L.latLng(bounds.getSouth(), center.lng).distanceTo([bounds.getNorth(), center.lng]);
  return { center, across: Math.max(LEAST, across * times), down: Math.max(LEAST, down * times) };
}

/* call something while of each store only some rows are shown, and some selected */
function meanwhile(map, shows, selects, act) {
  const kept = openLayers(map).map(({ store }) => ({ store, shown: store.shown, selected: store.selected }));
  const narrowed = function () {
    kept.forEach(function ({ store, shown, selected }) {
      store.shown = shown.map((one, row) => (one && shows(store, row) ? 1 : 0));
      store.selected = selected.map((one, row) => (one && selects(store, row) ? 1 : 0));
    });
    try {
      return act();
    } finally {
      kept.forEach(({ store, shown, selected }) => Object.assign(store, { shown, selected }));
    }
  };
  // rates are coloured again only when all is shown as before
  return map.landbaseOverview ? map.landbaseOverview.plainly(narrowed) : narrowed();
}

/* the table of the classes of one line, with figures that sum to those of that line */
function tableOf(title, cells, { heads, lines, total }) {
  const table = element("table"), head = element("thead"), body = element("tbody"), foot = element("tfoot");
  const rowOf = function (label, figures, look) {
    const row = element("tr");
    row.appendChild(element("th")).append(...(look ? [swatchOf(look)] : []), label);
    figures.forEach((figure) => row.appendChild(element("td", "", figure)));
    return row;
  };
  const sums = { count: 0, mu: 0, ha: 0 };
  const figuresOf = ({ count, mu, ha }) => [count.toLocaleString("en-US"), said(mu), said(ha)];
  table.dataset.part = "legend";
  table.appendChild(element("caption", "", title));
  const named = head.appendChild(element("tr"));
  heads.forEach((text) => named.appendChild(element("th", "", text)));
  lines.filter(({ position }) => cells.has(position)).forEach(function (line) {
    const cell = cells.get(line.position);
    Object.keys(sums).forEach((name) => (sums[name] += cell[name]));
    body.appendChild(rowOf(line.label, figuresOf(cell), line));
  });
  foot.appendChild(rowOf(total.label, figuresOf(sums))).className = "lb-total";
  table.append(head, body, foot);
  return table;
}

/* what the colours are, without figures */
function keyOf({ title, lines }) {
  const table = element("table", "lb-overview"), body = element("tbody");
  table.append(element("caption", "", title), body);
  lines.forEach((line) =>
    body.appendChild(element("tr")).appendChild(element("th")).append(swatchOf(line), line.label));
  return table;
}

/* which rows are of a line: those whose code it is, and those with a part there */
function rowsOfLine(map, name, key) {
  return new Map(openLayers(map).map(function ({ store }) {
    const { codes, keys, parts } = coding(store, name), wanted = keys.indexOf(key);
    const rows = Uint8Array.from(codes, (code) => (code === wanted ? 1 : 0));
    if (parts) parts.rows.forEach((row, n) => parts.lines[n] === wanted && (rows[row] = 1));
    return [store, rows];
  }));
}

function bannerPages(map, legend, words) {
  const { groups, categories, units } = legend;
  const across = crossShown(map, groups.column, "class", categories);
  const cells = printedCells(across, inOrder(groups.labels, across), units), lands = new Map();
  map.eachLayer((layer) => (layer.lands || []).forEach(({ name, polygon }) =>
    polygon && lands.set(name, L.latLngBounds(polygon.getBounds().getSouthWest(), polygon.getBounds().getNorthEast())
      .extend(lands.get(name) || polygon.getBounds()))));
  return [...cells].map(function ([key, own]) {
    const rows = rowsOfLine(map, groups.column, key), name = key || groups.missing;
    const shows = (store, row) => rows.get(store)[row];
    const bounds = lands.get(key) || boundsOf(map, (store, row) => store.shown[row] && shows(store, row));
    return bounds && {
      name, view: viewOf(bounds, ROOM), draw: (act) => meanwhile(map, shows, () => true, act),
      tables: [tableOf(legend.title, own, legend)],
      note: words.ofBanner.replace("{banner}", name), groupNotes: [groups.note],
    };
  }).filter(Boolean);
}

function parcelPages(map) {
  const selection = map.landbaseSelection;
  return (selection ? selection.chosen() : []).map(function ({ layer, row }) {
    const { store, options } = layer, i = 4 * row;
    if (store.polygons[row] === store.polygons[row + 1]) return null; // without an outline
    const [one, other] = [i, i + 2].map((at) => Store.lonLat(store.boxes[at], store.boxes[at + 1]));
    const only = (of, at) => of === store && at === row;
    return {
      name: (store.columns.length && store.text(0, row)) || options.untitled,
      view: viewOf(L.latLngBounds([one[1], one[0]], [other[1], other[0]]), AROUND),
      draw: (act) => meanwhile(map, () => true, only, act), alone: true,
      tables: [recordCard(layer, row), ...(map.landbaseLegend ? [keyOf(map.landbaseLegend)] : [])],
    };
  }).filter(Boolean);
}

/* both days that are compared, side by side, and what changed */
function daysPage(map, view) {
  const { days, tables, note, earlier } = map.landbaseCompare.printed();
  const key = map.landbaseLegend ? [keyOf(map.landbaseLegend)] : [];
  return [{ view, days, earlier, draw: (act) => act(), tables: [...tables, ...key], note }];
}

/* the kinds of pages that the map has something for */
export function kindsOf(map) {
  const panel = map.landbaseLegend, selection = map.landbaseSelection;
  const compare = map.landbaseCompare && map.landbaseCompare.printed();
  return [...(compare ? ["days"] : []), "view", ...(panel && panel.groups ? ["banner"] : []),
    ...(selection && selection.chosen().length ? ["parcel"] : [])];
}

/* the pages of a kind; "view" has no list of its own */
export function pagesOf(map, kind, words, view) {
  if (kind === "days") return daysPage(map, view);
  return kind === "banner" ? bannerPages(map, map.landbaseLegend, words) : parcelPages(map);
}
