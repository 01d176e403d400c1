/* The parcels of a store as of another day beside its own, and what changed between the
   two: both days are set by the same breakpoints, and nothing else is computed here. */

import { setDay } from "./days.js";
import { coding } from "./figures.js";
import { Store } from "./store.js";
import { addTo, Sums } from "./sums.js";

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

/* codes on both days, by "class" or a column; both have the same keys */
const codesOf = ({ then, now }, name) => [coding(then, name).codes, coding(now, name)];

/* Count and add up what changed: pairs are [{then, now}], two stores of the same parcels.
   Gives {changes: [{from, to, count, m2 by category}], same: {count, m2}}. */
export function changesBetween(pairs, name, categories) {
  const none = () => ({ count: 0, sums: new Sums(categories.length) });
  const found = new Map(), same = none();
  pairs.forEach(function (pair) {
    const { areas, category, header, count, shown } = pair.now, before = pair.then.shown;
    const cells = header.categories.map((code) => categories.indexOf(code)), own = [];
    const [was, { codes, keys }] = codesOf(pair, name);
    for (let row = 0; row < count; row++) {
      if (!shown[row] && !before[row]) continue;
      const at = was[row] * keys.length + codes[row];
      const sum = was[row] === codes[row] ? same : own[at] || (own[at] = none());
      sum.count += 1;
      if (areas[row] > 0) sum.sums.add(cells[category[row]], areas[row]);
    }
    own.forEach(function (sum, at) {
      const from = keys[Math.floor(at / keys.length)], to = keys[at % keys.length], key = JSON.stringify([from, to]);
      const all = found.get(key) || { from, to, count: 0, m2: new Float64Array(categories.length) };
      all.count += sum.count;
      addTo(all.m2, sum.sums.part());
      found.set(key, all);
    });
  });
  return { changes: [...found.values()], same: { count: same.count, m2: same.sums.part() } };
}

/* mark as selected what changed from one state to another, and nothing else */
export function selectChanged(pairs, name, from, to) {
  pairs.forEach(function (pair) {
    const { selected, shown } = pair.now, before = pair.then.shown, [was, { codes, keys }] = codesOf(pair, name);
    const [first, last] = [keys.indexOf(from), keys.indexOf(to)];
    selected.forEach((_, row) => (selected[row] =
      (shown[row] || before[row]) && was[row] === first && codes[row] === last ? 1 : 0));
  });
}
