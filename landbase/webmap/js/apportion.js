/* Rounding so that printed sums close: `apportion_crossed` of `landbase.apportion`. */

const SLACK = 1e-6; // float noise of a sum, in units of the last digit
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

/* Figures as their shortest decimals say, exactly: whole numbers, and how many of them
   make a unit of the last digit. */
function exactly(values, decimals) {
  const read = values.map(function (value) {
    const [digits, power] = value.toExponential().split("e"), [whole, rest = ""] = digits.split(".");
    return [BigInt(whole + rest), rest.length - Number(power)];
  });
  const places = read.reduce((most, [, own]) => Math.max(most, own), Math.max(decimals, 0));
  const ten = (power) => BigInt(10) ** BigInt(power);
  return { parts: read.map(([part, own]) => part * ten(places - own)), places, unit: ten(places - decimals) };
}
const total = (parts) => parts.reduce((one, other) => one + other, BigInt(0));

/* parts in whole units that sum to so many (largest remainder, ties to the earlier) */
function shared(parts, unit, goal) {
  if (!parts.length) return [];
  const rests = parts.map((part) => ((part % unit) + unit) % unit);
  const floors = parts.map((part, at) => Number((part - rests[at]) / unit)), missing = goal - sum(floors);
  const each = Math.floor(missing / parts.length), extra = missing - each * parts.length;
  const order = parts.map((part, at) => at);
  order.sort((a, b) => (rests[a] === rests[b] ? a - b : rests[a] < rests[b] ? 1 : -1));
  const units = floors.map((value) => value + each);
  order.slice(0, extra).forEach((at) => (units[at] += 1));
  return units;
}

/* the same of plain figures */
export function apportioned(values, decimals, goal) {
  if (!values.length) return [];
  const { parts, unit } = exactly(values, decimals);
  return shared(parts, unit, goal);
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
  const { parts, places, unit } = exactly(table.flatMap((line) => [...line]), decimals);
  const byColumn = columns.map((column) => table.map((_, line) => parts[line * columns.length + column]));
  const grand = wholeUnits(Number(total(parts) + "e-" + places), decimals);
  const totals = shared(byColumn.map(total), unit, grand);
  const rounded = byColumn.map((part, column) => shared(part, unit, totals[column]));
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
