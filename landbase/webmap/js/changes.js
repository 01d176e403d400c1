/* The parcels of a store as of another day beside its own, and what changed between the
   two: both days are set by the same breakpoints, and nothing else is computed here. */

import { setDay } from "./days.js";
import { coding } from "./figures.js";
import { Store } from "./store.js";

/* a store of the same parcels that is set to a day by itself; outlines, areas, texts and
   the selection are shared */
export function storeBeside(store) {
  const states = store.header.events.states;
  const own = Object.assign(Object.create(Store.prototype), store, {
    columns: store.columns.map((column, at) =>
      (states.includes(at) ? Object.assign({}, column, { values: column.values.slice() }) : column)),
    shown: store.shown.slice(), position: store.position.slice(), due: store.due && store.due.slice(),
    done: store.done && store.done.slice(),
    timeline: Object.assign({}, store.timeline, { now: store.timeline.now.slice() }),
  });
  setDay(own, store.day);
  return own;
}

/* rows that one of two days shows, with their codes on both, by "class" or a column */
function eachPair({ then, now }, name, each) {
  const before = coding(then, name), after = coding(now, name);
  for (let row = 0; row < now.count; row++) {
    if (then.shown[row] || now.shown[row]) each(row, before.keys[before.codes[row]], after.keys[after.codes[row]]);
  }
}

/* Count and add up what changed: pairs are [{then, now}], two stores of the same parcels.
   Gives {changes: [{from, to, count, m2 by category}], same: {count, m2}}. */
export function changesBetween(pairs, name, categories) {
  const none = () => ({ count: 0, m2: new Float64Array(categories.length) });
  const found = new Map(), same = none();
  pairs.forEach(function (pair) {
    const { areas, category, header } = pair.now;
    const cells = header.categories.map((code) => categories.indexOf(code));
    eachPair(pair, name, function (row, from, to) {
      let sum = same;
      if (from !== to) {
        const key = JSON.stringify([from, to]);
        sum = found.get(key) || Object.assign({ from, to }, none());
        found.set(key, sum);
      }
      sum.count += 1;
      sum.m2[cells[category[row]]] += areas[row] > 0 ? areas[row] : 0;
    });
  });
  return { changes: [...found.values()], same };
}

/* mark as selected what changed from one state to another, and nothing else */
export function selectChanged(pairs, name, from, to) {
  pairs.forEach(function (pair) {
    pair.now.selected.fill(0);
    eachPair(pair, name, (row, before, after) =>
      (pair.now.selected[row] = before === from && after === to ? 1 : 0));
  });
}
