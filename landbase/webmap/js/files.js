/* Parcels as files: tables for Excel, GeoJSON, KML; written piece by piece, so that a
   million of them neither stop the page nor fill its memory.

   `chosen` is a list of {store, rows}. What writes a file is a generator of texts. */

import { wholeUnits } from "./apportion.js";
import { isoDay } from "./days.js";
import { Store } from "./store.js";

const DEGREE = 1e6; // outlines were rounded to its parts
const LONG = /^(0\d+|\d{16,})$/; // digits that Excel would not keep
const PIECE = 200; // rows

export const countOf = (chosen) => chosen.reduce((sum, { rows }) => sum + rows.length, 0);

/* a figure as it is printed, without commas: a sheet is to read it as a number */
function figure(m2, unit, decimals) {
  if (!Number.isFinite(m2)) return "";
  const value = unit ? (m2 * unit.times) / unit.by : m2;
  return (wholeUnits(value, decimals) / 10 ** decimals).toFixed(decimals);
}

/* the columns of all stores, each once: name → label */
export function namesOf(chosen) {
  const found = new Map();
  chosen.forEach(({ store }) => store.columns.forEach((column) => found.set(column.name, column.label)));
  return found;
}

/* the head, then each row as texts; `names` are the columns */
export function headOf(chosen, words, day) {
  const head = [...namesOf(chosen).values(), words.m2, words.mu, words.ha];
  return day === undefined ? head : [...head, words.day];
}

/* what each row says: {texts of its columns, m2}, with the units of its store */
export function* rowsOf(chosen) {
  const names = [...namesOf(chosen).keys()];
  for (const { store, rows } of chosen) {
    const places = names.map((name) => store.columns.findIndex((column) => column.name === name));
    for (const row of rows) {
      yield { store, row, texts: places.map((at) => (at < 0 ? "" : store.text(at, row))), m2: store.areas[row] };
    }
  }
}

/* rows of texts, the first is the head */
export function* tableOf(chosen, words, day) {
  yield headOf(chosen, words, day);
  for (const { store, texts, m2 } of rowsOf(chosen)) {
    const { mu, ha } = store.header.units;
    texts.push(figure(m2, null, 2), figure(m2, mu, mu.decimals), figure(m2, ha, ha.decimals));
    if (day !== undefined) texts.push(isoDay(day));
    yield texts;
  }
}

/* a cell that a sheet takes as text: no formula, and no digit of a long number lost */
function harmless(text) {
  if (/^[-+]?[\d,]+(\.\d+)?%?$/.test(text) && !LONG.test(text)) return text;
  if (LONG.test(text)) return "\t" + text;
  return /^[\s\u0000-\u001f]*[=+\-@＝＋－＠|]/.test(text) || /^[\t\r\n]/.test(text) ? "'" + text : text;
}

function quoted(text) {
  const cell = harmless(text);
  return /[",\r\n\t;]/.test(cell) || cell !== cell.trim() ? '"' + cell.replace(/"/g, '""') + '"' : cell;
}

/* texts of some rows each, joined */
function* inPieces(rows, write, between = "") {
  let piece = [], first = true;
  for (const row of rows) {
    piece.push(write(row));
    if (piece.length < PIECE) continue;
    yield (first ? "" : between) + piece.join(between);
    [piece, first] = [[], false];
  }
  if (piece.length) yield (first ? "" : between) + piece.join(between);
}

export const csvLine = (row) => row.map(quoted).join(",") + "\r\n";

/* UTF-8 with its mark, so that Excel reads Chinese right */
export function* csvOf(chosen, words, day) {
  yield "\ufeff";
  yield* inPieces(tableOf(chosen, words, day), csvLine);
}

/* a cell for pasting: there a tab would begin another, so long digits are a formula */
function pasted(text) {
  const cell = text.replace(/[\t\r\n]+/g, " ");
  return LONG.test(cell) ? '="' + cell + '"' : harmless(cell);
}

export const tsvLine = (row) => row.map(pasted).join("\t");

/* for pasting into a sheet */
export const tsvOf = (chosen, words, day) =>
  [...inPieces(tableOf(chosen, words, day), tsvLine, "\n")].join("");

const rounded = (degrees) => Math.round(degrees * DEGREE) / DEGREE;

function ringOf(store, ring) {
  const points = [];
  for (let v = store.vertices[ring]; v < store.vertices[ring + 1]; v++) {
    points.push(Store.lonLat(store.xy[2 * v], store.xy[2 * v + 1]).map(rounded));
  }
  return [...points, points[0]];
}

/* the polygons of a row, each a list of rings of [lon, lat], closed */
export function polygonsOf(store, row) {
  const polygons = [];
  for (let p = store.polygons[row]; p < store.polygons[row + 1]; p++) {
    const rings = [];
    for (let r = store.rings[p]; r < store.rings[p + 1]; r++) rings.push(ringOf(store, r));
    polygons.push(rings);
  }
  return polygons;
}

function shapeOf(store, row) {
  const polygons = polygonsOf(store, row);
  if (!polygons.length) return null;
  return polygons.length === 1 ? { type: "Polygon", coordinates: polygons[0] }
    : { type: "MultiPolygon", coordinates: polygons };
}

export function* geoJsonOf(chosen, words, day) {
  const feature = function ({ store, row }) {
    const properties = {};
    store.columns.forEach((column, at) => (properties[column.name] = store.text(at, row) || null));
    properties.area_m2 = Number.isFinite(store.areas[row]) ? store.areas[row] : null;
    if (day !== undefined) properties.as_of = isoDay(day);
    return JSON.stringify({ type: "Feature", properties, geometry: shapeOf(store, row) });
  };
  const head = JSON.stringify({
    type: "FeatureCollection", note: words.note,
    crs: { type: "name", properties: { name: "urn:ogc:def:crs:EPSG::4490" } },
  });
  yield head.slice(0, -1) + ',"features":[';
  yield* inPieces(rowsOf(chosen), feature, ",");
  yield "]}";
}

const MARKUP = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/* a text as XML has it, without what XML cannot hold */
export const escaped = (text) => text
  .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(^|[^\ud800-\udbff])[\udc00-\udfff]/g, "$1")
  .replace(/[&<>"]/g, (sign) => MARKUP[sign]);

/* "#RRGGBB" → aabbggrr of KML */
function kmlColor(color, opacity) {
  const [, red, green, blue] = /^#(..)(..)(..)/.exec(color) || [0, "80", "80", "80"];
  return (opacity + blue + green + red).toLowerCase();
}

function kmlShape(store, row) {
  const ring = (points) => "<LinearRing><coordinates>" + points.map((point) => point.join(",")).join(" ") +
    "</coordinates></LinearRing>";
  const polygons = polygonsOf(store, row).map(([outer, ...holes]) => "<Polygon><outerBoundaryIs>" + ring(outer) +
    "</outerBoundaryIs>" + holes.map((hole) => "<innerBoundaryIs>" + ring(hole) + "</innerBoundaryIs>").join("") +
    "</Polygon>");
  return polygons.length > 1 ? "<MultiGeometry>" + polygons.join("") + "</MultiGeometry>" : polygons.join("");
}

/* for Google Earth and the like, which know WGS 84 alone: it differs from CGCS2000 by
   less than 0.1 m */
export function* kmlOf(chosen, words, day) {
  const styles = new Map(), labels = [...namesOf(chosen).entries()];
  const styleOf = function ({ color, edge }) {
    const key = color + edge;
    if (!styles.has(key)) styles.set(key, "s" + styles.size);
    return styles.get(key);
  };
  chosen.forEach(({ store }) => store.classes.forEach(styleOf));
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>' +
    escaped(words.file) + "</name><description>" + escaped(words.note) + "</description>\n";
  for (const [key, id] of styles) {
    const [, color, edge] = /^(#......)(#......)$/.exec(key) || [0, "#808080", "#404040"];
    yield '<Style id="' + id + '"><LineStyle><color>' + kmlColor(edge, "ff") + "</color><width>1.5</width></LineStyle>" +
      "<PolyStyle><color>" + kmlColor(color, "b3") + "</color></PolyStyle></Style>\n";
  }
  yield* inPieces(rowsOf(chosen), function ({ store, row, texts, m2 }) {
    const data = labels.map(([, label], at) => [label, texts[at]]);
    data.push([words.m2, figure(m2, null, 2)], [words.mu, figure(m2, store.header.units.mu, 2)]);
    if (day !== undefined) data.push([words.day, isoDay(day)]);
    return "<Placemark><name>" + escaped(texts[0] || "") + "</name><styleUrl>#" +
      styleOf(store.classes[store.position[row]]) + "</styleUrl><ExtendedData>" +
      data.map(([name, value]) => '<Data name="' + escaped(name) + '"><value>' + escaped(value) + "</value></Data>").join("") +
      "</ExtendedData>" + kmlShape(store, row) + "</Placemark>\n";
  });
  yield "</Document></kml>\n";
}
