/* Sums of what is shown in two ways at once, such as by banner and class; and figures of
   cells that close with the printed lines. */

import { apportioned, wholeUnits } from "./apportion.js";
import { coding, printedTable, spread } from "./figures.js";
import { openLayers } from "./layers.js";
import { addTo, Sums, total } from "./sums.js";

const DECIMALS = 2;

function crossStore(store, across, lines, columns, categories) {
  const { shown, areas, category, count } = store, size = categories.length;
  const line = coding(store, lines), column = coding(store, columns), wide = column.keys.length * size;
  const cells = store.header.categories.map((code) => categories.indexOf(code));
  const at = (row) => column.codes[row] * size + cells[category[row]];
  const sums = new Sums(line.keys.length * wide);
  const counts = new Uint32Array(line.keys.length * column.keys.length);
  for (let row = 0; row < count; row++) {
    if (!shown[row]) continue;
    counts[line.codes[row] * column.keys.length + column.codes[row]] += 1;
    if (areas[row] > 0) sums.add(line.codes[row] * wide + at(row), areas[row]);
  }
  if (line.parts) spread(store, Object.assign({ sums }, line), wide, at);
  line.keys.forEach((key, l) => column.keys.forEach(function (other, c) {
    const own = sums.part(l * wide + c * size, l * wide + (c + 1) * size), n = counts[l * column.keys.length + c];
    if (!n && !own.some((part) => part > 1e-9)) return;
    if (!across.has(key)) across.set(key, new Map());
    const sum = across.get(key).get(other) || { count: 0, m2: new Float64Array(size) };
    sum.count += n;
    addTo(sum.m2, own);
    across.get(key).set(other, sum);
  }));
}

/* Count and add up what is shown by two of "class", "place" or names of columns of words:
   a Map line → Map column → {count, m2 by category} */
export function crossShown(map, lines, columns, categories) {
  const across = new Map();
  openLayers(map).forEach(({ store }) => crossStore(store, across, lines, columns, categories));
  return across;
}

/* m² by category of all cells of a line */
export const sumOf = (cells) => [...cells.values()].reduce(function (sum, { count, m2 }) {
  sum.count += count;
  m2.forEach((part, at) => (sum.m2[at] = total([sum.m2[at] || 0, part])));
  return sum;
}, { count: 0, m2: [] });

const hundredths = (text) => wholeUnits(Number(text.replace(/,/g, "")), DECIMALS);

/* The cells of lines, in their order, in hundredths of a unit, so that each line sums to what the table of
   the lines prints: a Map line → Map column → {count, m2, mu, ha}. */
export function printedCells(across, order, units) {
  const printed = printedTable(order.map((code) => Object.assign({ code }, sumOf(across.get(code)))), units).lines;
  return new Map(order.map(function (line, at) {
    const cells = [...across.get(line)], found = new Map(cells.map(([key, cell]) => [key, Object.assign({}, cell)]));
    ["mu", "ha"].forEach(function (unit) {
      const { times, by } = units[unit], exact = cells.map(([, { m2 }]) => (total(m2) * times) / by);
      apportioned(exact, DECIMALS, hundredths(printed[at][unit]))
        .forEach((value, n) => (found.get(cells[n][0])[unit] = value));
    });
    return [line, found];
  }));
}

/* hundredths as text */
export const said = (value) => (value / 10 ** DECIMALS).toLocaleString("en-US", {
  minimumFractionDigits: DECIMALS, maximumFractionDigits: DECIMALS,
});
