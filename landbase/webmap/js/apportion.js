/* Rounding so that printed sums close: `landbase.units.level` and `level_crossed`. */

const NOISE = 1e-7; // a part so near to whole units is that number but for float noise
const SLACK = 1e-6; // the same for sums
const sum = (values) => values.reduce((one, other) => one + other, 0);

/* half up, judged on the decimal digits: 2.675 is a half at two decimals */
export function wholeUnits(value, decimals) {
  const [digits, power] = Math.abs(value).toExponential().split("e");
  const units = Math.floor(Number(digits + "e" + (Number(power) + decimals)) + 0.5);
  return value < 0 ? -units : units;
}

export function printed(value, decimals) {
  return (wholeUnits(value, decimals) / 10 ** decimals).toLocaleString("en-US", {
    minimumFractionDigits: decimals, maximumFractionDigits: decimals,
  });
}

/* parts in whole units that sum to so many (largest remainder) */
export function apportioned(values, decimals, total) {
  if (!values.length) return [];
  const scale = 10 ** decimals;
  const scaled = values.map(function (value) {
    const exact = value * scale, near = Math.round(exact);
    return Math.abs(exact - near) < NOISE ? near : exact;
  });
  const floors = scaled.map(Math.floor), missing = total - sum(floors);
  const each = Math.floor(missing / values.length), extra = missing - each * values.length;
  const order = scaled.map((value, at) => at);
  order.sort((a, b) => scaled[b] - floors[b] - (scaled[a] - floors[a]) || a - b);
  const units = floors.map((value) => value + each);
  order.slice(0, extra).forEach((at) => (units[at] += 1));
  return units;
}

/* The shortest chain that takes a unit from a line to one that can have it. Only what
   was rounded up may give and only what was rounded down may take. */
function chainFrom(exact, units, start, turn) {
  const over = (line, column) => turn * (units[line][column] - exact[line][column]);
  const off = (line) => turn * (sum(units[line]) - sum(exact[line]));
  const chains = new Map([[start, []]]);
  for (const giver of chains.keys()) { // it grows meanwhile
    for (let column = 0; column < exact[0].length; column++) {
      if (!(over(giver, column) > SLACK)) continue;
      for (let taker = 0; taker < exact.length; taker++) {
        if (chains.has(taker) || !(over(taker, column) < -SLACK)) continue;
        chains.set(taker, [...chains.get(giver), [giver, taker, column]]);
        if (off(taker) < -SLACK) return chains.get(taker);
      }
    }
  }
  return [];
}

/* A table of lines and categories in whole units of the last digit: categories are
   apportioned to the grand total, lines to their category, and line totals are brought
   within a unit of their exact values. */
export function apportionCrossed(table, decimals) {
  if (!table.length) return [];
  const scale = 10 ** decimals, columns = [...table[0].keys()];
  const parts = columns.map((column) => table.map((line) => line[column]));
  const sums = parts.map(sum);
  const totals = apportioned(sums, decimals, wholeUnits(sum(sums), decimals));
  const rounded = parts.map((part, column) => apportioned(part, decimals, totals[column]));
  const units = table.map((_, line) => columns.map((column) => rounded[column][line]));
  const exact = table.map((line) => [...line].map((value) => value * scale));
  [1, -1].forEach(function (turn) { // totals that are too high, then those too low
    exact.forEach(function (_, line) {
      if (turn * (sum(units[line]) - sum(exact[line])) < 1 - SLACK) return;
      chainFrom(exact, units, line, turn).forEach(function ([giver, taker, column]) {
        units[giver][column] -= turn;
        units[taker][column] += turn;
      });
    });
  });
  return units;
}
