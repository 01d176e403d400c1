/* The selection as files: a table for Excel, and GeoJSON. */

import { wholeUnits } from "./apportion.js";
import { isoDay } from "./days.js";
import { element } from "./dom.js";
import { Store } from "./store.js";

const DEGREE = 1e6; // outlines were rounded to its parts
const LONG = /^(0\d+|\d{16,})$/; // digits that Excel would not keep

/* a figure as it is printed, without commas: a sheet is to read it as a number */
function figure(m2, unit, decimals) {
  if (!Number.isFinite(m2)) return "";
  const value = unit ? (m2 * unit.times) / unit.by : m2;
  return (wholeUnits(value, decimals) / 10 ** decimals).toFixed(decimals);
}

/* the columns of all layers that are on the map, each once */
function namesOf(layers) {
  const found = new Map();
  layers.forEach((layer) => layer.store.columns.forEach((column) => found.set(column.name, column.label)));
  return found;
}

/* rows of texts, the first is the head; `chosen` is a list of {layer, row} */
export function tableOf(chosen, words, day) {
  const names = namesOf(chosen.map((one) => one.layer));
  const head = [...names.values(), words.m2, words.mu, words.ha];
  if (day !== undefined) head.push(words.day);
  const places = new Map(); // where each store has each column
  const placesOf = function (store) {
    if (!places.has(store)) {
      places.set(store, [...names.keys()].map((name) =>
        store.columns.findIndex((column) => column.name === name)));
    }
    return places.get(store);
  };
  const rows = chosen.map(function ({ layer, row }) {
    const store = layer.store, { mu, ha } = store.header.units, m2 = store.areas[row];
    const texts = placesOf(store).map((at) => (at < 0 ? "" : store.text(at, row)));
    texts.push(figure(m2, null, 2), figure(m2, mu, mu.decimals), figure(m2, ha, ha.decimals));
    if (day !== undefined) texts.push(isoDay(day));
    return texts;
  });
  return [head, ...rows];
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

/* UTF-8 with its mark, so that Excel reads Chinese right */
export const csvOf = (table) => "\ufeff" + table.map((row) => row.map(quoted).join(",") + "\r\n").join("");

/* a cell for pasting: there a tab would begin another, so long digits are a formula */
function pasted(text) {
  const cell = text.replace(/[\t\r\n]+/g, " ");
  return LONG.test(cell) ? '="' + cell + '"' : harmless(cell);
}

/* for pasting into a sheet */
export const tsvOf = (table) => table.map((row) => row.map(pasted).join("\t")).join("\n");

function ringOf(store, ring) {
  const points = [];
  for (let v = store.vertices[ring]; v < store.vertices[ring + 1]; v++) {
    const place = Store.lonLat(store.xy[2 * v], store.xy[2 * v + 1]);
    points.push(place.map((degrees) => Math.round(degrees * DEGREE) / DEGREE));
  }
  return [...points, points[0]];
}

function shapeOf(store, row) {
  const polygons = [];
  for (let p = store.polygons[row]; p < store.polygons[row + 1]; p++) {
    const rings = [];
    for (let r = store.rings[p]; r < store.rings[p + 1]; r++) rings.push(ringOf(store, r));
    polygons.push(rings);
  }
  if (!polygons.length) return null;
  return polygons.length === 1 ? { type: "Polygon", coordinates: polygons[0] }
    : { type: "MultiPolygon", coordinates: polygons };
}

export function geoJsonOf(chosen, words, day) {
  const features = chosen.map(function ({ layer, row }) {
    const store = layer.store, properties = {};
    store.columns.forEach((column, at) => (properties[column.name] = store.text(at, row) || null));
    properties.area_m2 = Number.isFinite(store.areas[row]) ? store.areas[row] : null;
    if (day !== undefined) properties.as_of = isoDay(day);
    return { type: "Feature", properties: properties, geometry: shapeOf(store, row) };
  });
  return JSON.stringify({
    type: "FeatureCollection", note: words.note,
    crs: { type: "name", properties: { name: "urn:ogc:def:crs:EPSG::4490" } },
    features: features,
  });
}

export function download(name, type, text) {
  const link = element("a");
  link.href = URL.createObjectURL(new Blob([text], { type: type }));
  link.download = name;
  document.body.appendChild(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/* whether a text could be put on the clipboard */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (refused) {
    const area = document.body.appendChild(element("textarea", "lb-aside"));
    area.value = text;
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
