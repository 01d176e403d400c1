/* The rows of all layers in the order of a column: found once, and only thinned out when
   the filters change, so that a table of many thousand rows follows at once. */

const FEW = 20000; // rows: of more, texts are compared by their characters, not by pinyin
const NUMBER = /^-?[\d,]+(\.\d+)?%?$/;
const collator = new Intl.Collator("zh-CN-u-co-pinyin", { numeric: true });

const numberOf = (text) => (NUMBER.test(text) ? parseFloat(text.replace(/,/g, "")) : NaN);

/* texts → a number each in whose order they stand; "" comes last */
function ranks(texts) {
  const distinct = [...new Set(texts)].filter(Boolean), numbers = distinct.map(numberOf);
  if (distinct.length && numbers.every((value) => !Number.isNaN(value))) {
    const known = new Map(distinct.map((text, at) => [text, numbers[at]]));
    return (text) => (text === "" ? Infinity : known.get(text));
  }
  if (distinct.length > FEW) distinct.sort();
  else distinct.sort(collator.compare);
  const places = new Map(distinct.map((text, at) => [text, at]));
  return (text) => (text === "" ? Infinity : places.get(text));
}

function keysOf(layers, name) {
  const sizes = layers.map(({ store }) => store.count), all = sizes.reduce((sum, size) => sum + size, 0);
  const keys = new Float64Array(all);
  let from = 0;
  const each = (write) => layers.forEach(function ({ store }) {
    write(store, from);
    from += store.count;
  });
  if (name === "area") {
    each((store, at) => store.areas.forEach((m2, row) => (keys[at + row] = Number.isFinite(m2) ? m2 : Infinity)));
    return keys;
  }
  const columns = layers.map(({ store }) => store.columns.findIndex((column) => column.name === name));
  const texts = layers.map(function ({ store }, n) {
    const column = store.columns[columns[n]];
    if (!column) return [""];
    return column.words || Array.from({ length: store.count }, (_, row) => store.text(columns[n], row));
  });
  const rank = ranks([].concat(...texts));
  let n = 0;
  each(function (store, at) {
    const column = store.columns[columns[n]], own = texts[n++].map(rank);
    for (let row = 0; row < store.count; row++) {
      keys[at + row] = !column ? Infinity : own[column.words ? column.values[row] : row];
    }
  });
  return keys;
}

/* numbers of rows, counted through all layers, by a column ("area" is the area of each);
   equal ones stay as they are, and what has no value comes last either way */
export function orderBy(layers, name, falling) {
  const keys = keysOf(layers, name), order = new Uint32Array(keys.length);
  for (let at = 0; at < order.length; at++) order[at] = at;
  const turn = falling ? -1 : 1;
  return order.sort(function (one, other) {
    const a = keys[one], b = keys[other];
    if (a === b) return one - other;
    if (a === Infinity || b === Infinity) return a === Infinity ? 1 : -1;
    return a < b ? -turn : turn;
  });
}

/* those of them that are shown, where `open` says of each layer whether it is on the map */
export function shownOf(layers, order, open) {
  const shown = new Uint8Array(order.length);
  let from = 0;
  layers.forEach(function ({ store }, n) {
    if (open[n]) shown.set(store.shown, from);
    from += store.count;
  });
  const left = new Uint32Array(order.length);
  let size = 0;
  for (let at = 0; at < order.length; at++) if (shown[order[at]]) left[size++] = order[at];
  return left.subarray(0, size);
}
