/* The parcels as of any day: what decisions change.

   Days are counted from 1970-01-01. Each row has its events in the order in which they
   hold; a day is set by finding the last one that holds, for rows whose last one is
   another than before. */

const DAY = 864e5; // ms
const CORRECTED = 1, BIRTH = 4, AGAIN = 8;

export const isoDay = (day) => new Date(day * DAY).toISOString().slice(0, 10);

/* a day as the language of the page writes it: 2023年7月6日, 2023-07-06 */
export function sayDay(day, form) {
  const iso = isoDay(day), [year, month, number] = iso.split("-").map(Number);
  return (form || "{iso}").replace("{iso}", iso)
    .replace("{y}", year).replace("{m}", month).replace("{d}", number);
}

/* ISO text → day, or null where it is none */
export function dayOf(text) {
  const typed = (text || "").normalize("NFKC").trim();
  const said = /^(\d{4})\s*[-/.年‐-―−]\s*(\d{1,2})\s*[-/.月‐-―−]\s*(\d{1,2})\s*[日号]?$/.exec(typed) ||
    /^(\d{4})(\d{2})(\d{2})$/.exec(typed);
  if (!said) return null;
  const time = Date.UTC(Number(said[1]), Number(said[2]) - 1, Number(said[3]));
  const day = new Date(time); // 2023-02-30 is no day, nor is 2023-13-01
  const same = day.getUTCDate() === Number(said[3]) && day.getUTCMonth() === said[2] - 1;
  return same ? Math.round(time / DAY) : null;
}

/* the events in force of a store, row by row, and where each row is among them */
export function openTimeline(store) {
  const events = store.events, told = store.header.events;
  const live = new Uint32Array(told.count), firsts = new Uint32Array(store.count + 1);
  const rows = [];
  let at = 0;
  for (let row = 0; row < store.count; row++) {
    firsts[row] = at;
    for (let i = events.firsts[row]; i < events.firsts[row + 1]; i++) {
      events.days[i] += told.start;
      if (!(events.flags[i] & CORRECTED)) live[at++] = i;
    }
    if (at > firsts[row]) rows.push(row);
  }
  firsts[store.count] = at;
  const kept = live.subarray(0, at);
  store.timeline = {
    rows: Uint32Array.from(rows), firsts: firsts, live: kept,
    days: Int32Array.from(kept, (event) => events.days[event]),
    // a birth is no decision, and what came over from other land counts once
    counted: Uint8Array.from(kept, (event) => (events.flags[event] & (BIRTH | AGAIN) ? 0 : 1)),
    now: new Uint32Array(store.count), // how many events of a row hold
    before: told.states.map((number) => store.columns[number].values.slice()),
    dueBefore: store.due && store.due.slice(),
    doneBefore: store.done && store.done.slice(),
    position: told.colored ? store.position.slice() : null,
  };
  setDay(store, told.on);
}

function change(store, row, event) {
  const { before, dueBefore, doneBefore, position } = store.timeline, events = store.events;
  store.header.events.states.forEach(function (number, state) {
    const from = event < 0 ? before[state][row] : events.states[state][event];
    store.columns[number].values[row] = from;
  });
  if (store.due) store.due[row] = event < 0 ? dueBefore[row] : events.due[event];
  if (store.done) store.done[row] = event < 0 ? doneBefore[row] : events.done[event];
  if (position) store.position[row] = event < 0 ? position[row] : events.position[event];
}

export function setDay(store, day) {
  const { rows, firsts, live, days, now } = store.timeline;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i], first = firsts[row];
    let low = first, high = firsts[row + 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (days[middle] <= day) low = middle + 1;
      else high = middle;
    }
    if (low - first === now[row]) continue;
    now[row] = low - first;
    change(store, row, low > first ? live[low - 1] : -1);
  }
  store.day = day;
}

/* the day that a map shows: of its slider, of its heading, or today */
export function dayOfMap(map) {
  if (map.landbaseDay !== undefined) return map.landbaseDay;
  const now = new Date();
  const today = Math.round(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / DAY);
  return map.landbaseAsOf === null || map.landbaseAsOf === undefined ? today : map.landbaseAsOf;
}

/* how many of sorted numbers are at most one */
export function upTo(sorted, number) {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] <= number) low = middle + 1;
    else high = middle;
  }
  return low;
}
