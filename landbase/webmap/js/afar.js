/* What stands for parcels from afar: the share of each banner that is disposed of, and
   hexagons by how many parcels lie in them. */

import { crossShown, sumOf } from "./crossing.js";
import { openLayers } from "./layers.js";

const CELL = 16; // px: of the squares in which dots are counted
const CROWDED = 0.5; // share of dots in squares that they cover, from which they are a carpet
const HALF = Math.sqrt(3) / 2;
const STEPS = [1, 2, 5];
const BINS = 1 << 24; // more hexagons than lie side by side

const total = (values) => [...values].reduce((one, other) => one + other, 0);

/* m² in all and disposed of by line, and the share: a Map line → {m2, done, share} */
export function ratesOf(map, line, categories) {
  const rates = new Map();
  crossShown(map, line, "done", categories).forEach(function (cells, key) {
    const m2 = total(sumOf(cells).m2), done = cells.has(1) ? total(cells.get(1).m2) : 0;
    rates.set(key, { m2, done, share: m2 > 0 ? done / m2 : NaN });
  });
  return rates;
}

/* call `each` with the middle of every parcel that is shown, its size and its area */
function eachShown(stores, each) {
  stores.forEach(function ({ boxes, shown, areas, count }) {
    for (let row = 0; row < count; row++) {
      const i = 4 * row;
      if (!shown[row] || boxes[i] > boxes[i + 2]) continue; // without an outline
      each((boxes[i] + boxes[i + 2]) / 2, (boxes[i + 1] + boxes[i + 3]) / 2,
        Math.max(boxes[i + 2] - boxes[i], boxes[i + 3] - boxes[i + 1]), areas[row] > 0 ? areas[row] : 0);
    }
  });
}

/* would the dots of what is shown be a carpet: `unit` is a pixel, `dot` px of a dot */
export function isCarpet(stores, unit, dot) {
  const cell = CELL * unit, counts = new Map(), least = (CELL / dot) ** 2;
  let all = 0, dots = 0;
  eachShown(stores, function (x, y, size) {
    all += 1;
    if (size >= dot * unit) return;
    const key = Math.floor(x / cell) * BINS + Math.floor(y / cell);
    counts.set(key, (counts.get(key) || 0) + 1);
  });
  counts.forEach((count) => (dots += count > least ? count : 0));
  return all > 0 && dots > CROWDED * all;
}

/* Hexagons with a corner on top, of a width in Mercator units: [{x, y, count, m2}] */
export function hexagonsOf(stores, width) {
  const tall = width * HALF, bins = new Map(); // between rows of hexagons
  eachShown(stores, function (x, y, size, m2) {
    // of the two rows near a place the hexagon whose middle is nearest
    const low = Math.floor(y / tall);
    let best = null, least = Infinity;
    for (let row = low; row <= low + 1; row++) {
      const odd = row & 1 ? 0.5 : 0, column = Math.round(x / width - odd);
      const dx = x - (column + odd) * width, dy = y - row * tall, away = dx * dx + dy * dy;
      if (away < least) [best, least] = [row * BINS + column, away];
    }
    const bin = bins.get(best);
    if (bin) {
      bin.count += 1;
      bin.m2 += m2;
      return;
    }
    const row = Math.round(best / BINS), column = best - row * BINS;
    bins.set(best, { x: (column + (row & 1 ? 0.5 : 0)) * width, y: row * tall, count: 1, m2 });
  });
  return [...bins.values()];
}

/* corners around the middle of a hexagon, as parts of its width */
export const CORNERS = [0, 1, 2, 3, 4, 5].map((n) => [
  Math.sin((n * Math.PI) / 3) / Math.sqrt(3), Math.cos((n * Math.PI) / 3) / Math.sqrt(3)]);

/* where each class but the first begins: round numbers near quantiles, rising */
export function breaksOf(counts, classes) {
  const sorted = Float64Array.from(counts).sort(), found = [];
  for (let n = 1; n < classes && sorted.length; n++) {
    const wanted = Math.max(2, sorted[Math.floor((n / classes) * (sorted.length - 1))]);
    const power = 10 ** Math.floor(Math.log10(wanted));
    const near = [...STEPS, 10].map((step) => step * power)
      .reduce((best, one) => (Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best));
    if (near > (found[found.length - 1] || 1) && near <= sorted[sorted.length - 1]) found.push(near);
  }
  return found;
}

/* the same of shares in percent: even steps */
export function sharesOf(values, classes) {
  if (!values.length) return [];
  const least = Math.min(...values), most = Math.max(...values);
  const step = [1, 2, 5, 10, 20].find((one) => Math.floor(most / one) - Math.floor(least / one) < classes) || 20;
  const first = Math.floor(least / step) + 1, last = Math.floor(most / step);
  return [...Array(Math.max(0, Math.min(classes - 1, last - first + 1))).keys()].map((n) => (first + n) * step);
}

/* the number of a class by where the others begin */
export const classOf = (breaks, value) => breaks.filter((low) => value >= low).length;

export const openStores = (map) => openLayers(map).map(({ store }) => store);
