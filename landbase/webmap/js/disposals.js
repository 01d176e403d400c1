/* What was disposed of when: events that newly dispose of an area, until a return undoes
   them. On a day those count that have taken effect by then and stand. */

import { isoDay } from "./days.js";
import { Sums } from "./sums.js";

const known = new Map(); // day → its month: writing one takes long
function monthOf(day) {
  if (!known.has(day)) known.set(day, isoDay(day).slice(0, 7));
  return known.get(day);
}

/* call `each` with row, month ("2023-05") and m² of what a store's events dispose of, as
   of a day; m² is NaN where an event has no area */
export function eachDisposal(store, day, each) {
  const events = store.events, found = events && events.disposals;
  if (!found) return;
  let row = 0;
  for (let n = 0; n < found.events.length; n++) {
    const event = found.events[n], from = events.days[event];
    while (events.firsts[row + 1] <= event) row++;
    if (from > day || (found.lasts[n] && from + found.lasts[n] - 1 <= day)) continue;
    each(row, monthOf(from), found.m2[n]);
  }
}

/* all months in which something was disposed of, on whatever day one looks */
export function monthsOf(store) {
  const events = store.events, found = events && events.disposals;
  return found ? [...new Set(Array.from(found.events, (event) => monthOf(events.days[event])))].sort() : [];
}

/* hide what had nothing disposed of in some months, as of a day */
export function keepDisposed(store, months, day) {
  const kept = new Uint8Array(store.count), wanted = new Set(months);
  eachDisposal(store, day, (row, month) => wanted.has(month) && (kept[row] = 1));
  for (let row = 0; row < store.count; row++) store.shown[row] &= kept[row];
}

/* m² disposed of in each month of a year by category, of what is shown, as of a day; and
   how many events have no area */
export function sumMonths(stores, year, day, categories) {
  const months = Array.from({ length: 12 }, () => new Sums(categories.length));
  let unknown = 0;
  stores.forEach(function (store) {
    const cells = store.header.categories.map((code) => categories.indexOf(code));
    eachDisposal(store, day, function (row, month, m2) {
      if (!store.shown[row] || !month.startsWith(year)) return;
      if (Number.isNaN(m2)) unknown += 1;
      else months[Number(month.slice(5)) - 1].add(cells[store.category[row]], m2);
    });
  });
  return { months: months.map((sums) => sums.part()), unknown };
}
