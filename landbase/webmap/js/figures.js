/* Sums of what is shown, per class, per banner, and in each by category; and as text. */

import { apportionCrossed, printed } from "./apportion.js";
import { openLayers } from "./layers.js";
import { addTo, Sums } from "./sums.js";

const DECIMALS = 2;
const LEAST = 1e-9; // m²: less is the noise of sums

/* Lines of {code, label, count, m2: [of each category]} → the same with figures as
   `print_table` prints them, and their total. */
export function printedTable(lines, units) {
  const total = { code: "total", count: 0 };
  lines.forEach((line) => (total.count += line.count));
  const written = lines.map((line) => Object.assign({}, line));
  ["mu", "ha"].forEach(function (unit) {
    const { times, by } = units[unit];
    const exact = lines.map((line) => Array.from(line.m2, (m2) => (m2 * times) / by));
    const sums = apportionCrossed(exact, DECIMALS).map((line) =>
      line.reduce((one, other) => one + other, 0) / 10 ** DECIMALS);
    sums.forEach((sum, at) => (written[at][unit] = printed(sum, DECIMALS)));
    total[unit] = printed(sums.reduce((one, other) => one + other, 0), DECIMALS);
  });
  [total, ...written].forEach((line) => (line.count = line.count.toLocaleString("en-US")));
  return { lines: written, total: total };
}

/* by what codes rows are told apart, and what each code stands for */
export function coding(store, name) {
  if (name === "class") return { codes: store.position, keys: [...store.classes.keys()] };
  if (name === "done") return { codes: store.done, keys: [0, 1] };
  if (name === "place") return { codes: store.place, keys: store.header.places, parts: store.parts };
  const column = store.columns.find((one) => one.name === name);
  return { codes: column.values, keys: column.words };
}

/* those lines of a Map that have figures, as the legend orders them, then all others */
export const inOrder = (labels, sums) => [
  ...labels.filter((label) => sums.has(label)), ...[...sums.keys()].filter((label) => !labels.includes(label)).sort(),
];

/* parcels across the line of a banner: counted where most is, measured on either side */
export function spread({ shown, areas }, { codes, sums, parts }, size, cellOf) {
  const { rows, lines, shares } = parts;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i], area = areas[row] > 0 ? areas[row] : 0, cell = cellOf(row);
    if (!shown[row]) continue;
    if (i === 0 || rows[i - 1] !== row) sums.add(codes[row] * size + cell, -area);
    sums.add(lines[i] * size + cell, shares[i] * area);
  }
}

function sumStore(store, names, categories) {
  const { shown, areas, category, count } = store, size = categories.length;
  const cells = store.header.categories.map((code) => categories.indexOf(code));
  const parts = names.map(function (name) {
    const part = coding(store, name), lines = part.keys.length;
    return Object.assign(part, { count: new Uint32Array(lines), sums: new Sums(lines * size) });
  });
  for (let row = 0; row < count; row++) {
    if (!shown[row]) continue;
    const area = areas[row] > 0 ? areas[row] : 0, cell = cells[category[row]];
    for (let n = 0; n < parts.length; n++) {
      const part = parts[n], code = part.codes[row];
      part.count[code] += 1;
      part.sums.add(code * size + cell, area);
    }
  }
  parts.filter((part) => part.parts).forEach((part) =>
    spread(store, part, size, (row) => cells[category[row]]));
  return parts;
}

/* Count and add up what is shown, in one pass, by each of `names`: "class", "place", or
   the name of a column of words; areas in m² by category. Gives a Map key → {count, m2}
   for each, of the keys that occur. */
export function sumShown(map, names, categories) {
  const sums = names.map(() => new Map()), size = categories.length;
  openLayers(map).forEach(function ({ store }) {
    sumStore(store, names, categories).forEach((part, n) => part.keys.forEach(function (key, code) {
      const own = part.sums.part(code * size, (code + 1) * size);
      if (!part.count[code] && !own.some((m2) => m2 > LEAST)) return;
      const sum = sums[n].get(key) || { count: 0, m2: new Float64Array(size) };
      sum.count += part.count[code];
      addTo(sum.m2, own);
      sums[n].set(key, sum);
    }));
  });
  return sums;
}
