/* What stands for parcels from afar: the share of each banner that is disposed of, and
   hexagons by how many parcels lie in them. */

import { crossShown, sumOf } from "./crossing.js";
import { openLayers } from "./layers.js";
import { Sums, total } from "./sums.js";

const CELL = 16; // px: of the squares in which dots are counted
const CROWDED = 0.5; // share of dots in squares that they cover, from which they are a carpet
const HALF = Math.sqrt(3) / 2;
const STEPS = [1, 2, 5];
const BINS = 1 << 24; // more hexagons than lie side by side

/* m² in all and disposed of by line, and the share: a Map line → {m2, done, share} */
export function ratesOf(map, line, categories) {
  const rates = new Map();
  crossShown(map, line, "done", categories).forEach(function (cells, key) {
    const m2 = total(sumOf(cells).m2), done = cells.has(1) ? total(cells.get(1).m2) : 0;
    rates.set(key, { m2, done, share: m2 > 0 ? done / m2 : NaN });
  });
  return rates;
}

/* Which bin each parcel is in, whatever of them is shown: `keyOf` gives the key of a bin by
   middle and size, or null for none. {keys, rows: number of the bin by row, or -1} */
function binningOf(stores, keyOf) {
  const numbers = new Map(), keys = [];
  const rows = stores.map(function ({ boxes, count }) {
    const own = new Int32Array(count).fill(-1);
    for (let row = 0; row < count; row++) {
      const i = 4 * row;
      if (boxes[i] > boxes[i + 2]) continue; // without an outline
      const key = keyOf((boxes[i] + boxes[i + 2]) / 2, (boxes[i + 1] + boxes[i + 3]) / 2,
        Math.max(boxes[i + 2] - boxes[i], boxes[i + 3] - boxes[i + 1]));
      if (key === null) continue;
      let number = numbers.get(key);
      if (number === undefined) {
        number = keys.push(key) - 1;
        numbers.set(key, number);
      }
      own[row] = number;
    }
    return own;
  });
  return { keys, rows };
}

/* how many that are shown, and m² of them, in each bin; and how many there are in all */
function countBins(stores, { keys, rows }) {
  const counts = new Uint32Array(keys.length), sums = new Sums(keys.length);
  let all = 0;
  stores.forEach(function ({ shown, areas, count }, at) {
    const own = rows[at];
    for (let row = 0; row < count; row++) {
      if (!shown[row]) continue;
      all += 1;
      if (own[row] < 0) continue;
      counts[own[row]] += 1;
      if (areas[row] > 0) sums.add(own[row], areas[row]);
    }
  });
  return { counts, sums, all };
}

/* the squares in which dots are counted: `unit` is a pixel, `dot` px of a dot */
export function squaresOf(stores, unit, dot) {
  const cell = CELL * unit, least = dot * unit;
  return binningOf(stores, (x, y, size) =>
    (size >= least ? null : Math.floor(x / cell) * BINS + Math.floor(y / cell)));
}

/* would the dots of what is shown be a carpet */
export function isCarpet(stores, unit, dot, squares = squaresOf(stores, unit, dot)) {
  const { counts, all } = countBins(stores, squares), least = (CELL / dot) ** 2;
  return all > 0 && counts.reduce((sum, count) => sum + (count > least ? count : 0), 0) > CROWDED * all;
}

/* hexagons with a corner on top, of a width in Mercator units */
export function gridOf(stores, width) {
  const tall = width * HALF; // between rows of hexagons
  return Object.assign({ width, tall }, binningOf(stores, function (x, y) {
    // of the two rows near a place the hexagon whose middle is nearest
    const low = Math.floor(y / tall);
    let best = null, least = Infinity;
    for (let row = low; row <= low + 1; row++) {
      const odd = row & 1 ? 0.5 : 0, column = Math.round(x / width - odd);
      const dx = x - (column + odd) * width, dy = y - row * tall, away = dx * dx + dy * dy;
      if (away < least) [best, least] = [row * BINS + column, away];
    }
    return best;
  }));
}

/* those in which something is shown: [{x, y, count, m2}] */
export function hexagonsOf(stores, width, grid = gridOf(stores, width)) {
  const { counts, sums } = countBins(stores, grid), found = [];
  grid.keys.forEach(function (key, at) {
    if (!counts[at]) return;
    const row = Math.round(key / BINS), column = key - row * BINS;
    found.push({ x: (column + (row & 1 ? 0.5 : 0)) * width, y: row * grid.tall, count: counts[at], m2: sums.at(at) });
  });
  return found;
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
