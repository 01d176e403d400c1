/* Which parcels the filters leave: one pass over the codes of each column they name.

   The state is {text, least, most, overdue, choices: {column name: [labels]}, columns:
   {column name: text that it contains}}; areas are in mu, and what is overdue is so on the
   day of the map. */

import { dayOfMap } from "./days.js";
import { keepDisposed } from "./disposals.js";
import { readLayers } from "./layers.js";
import { folded, rate } from "./texts.js";

function keepWhere(shown, codes, wanted) {
  for (let row = 0; row < shown.length; row++) shown[row] &= wanted[codes[row]];
}

const flags = (words, test) => Uint8Array.from(words, (word) => (test(word) ? 1 : 0));

function keepText(store, part, columns = store.columns) {
  const found = new Uint8Array(store.count);
  columns.forEach((column) =>
    rate(store, column, folded, part, found, 1, 1));
  for (let row = 0; row < found.length; row++) store.shown[row] &= found[row];
}

function keepAreas(store, state) {
  const { shown, areas } = store, { times, by } = store.header.units.mu;
  const least = state.least === null ? -Infinity : state.least;
  const most = state.most === null ? Infinity : state.most;
  for (let row = 0; row < shown.length; row++) {
    const mu = (areas[row] * times) / by;
    if (!(mu >= least && mu <= most)) shown[row] = 0; // so goes what has no area
  }
}

/* what has a deadline before a day, and was not disposed of until then */
function keepOverdue(store, day) {
  const { shown, due } = store;
  if (!due) shown.fill(0);
  else for (let row = 0; row < shown.length; row++) shown[row] &= due[row] < day;
}

/* The column of a name, as far as people can choose from it: {values, words}. Besides
   those of the parcels there are "place", the banner that most of a parcel lies in,
   "class", its class by position, and "NAME:year", the year of a day. */
export function choiceOf(store, name) {
  if (name === "place") return store.place && { values: store.place, words: store.header.places };
  if (name === "class") return { values: store.position, words: store.classes.map((_, at) => String(at)) };
  const [own, part] = name.split(":");
  const column = store.columns.find((one) => one.name === own);
  if (!column || !column.words) return null;
  if (part !== "year") return column.choices ? column : null;
  return { values: column.values, words: column.words.map((word) => word.slice(0, 4)) };
}

const partsOf = (text) => folded(text).split(/[\s\0]+/).filter(Boolean);

/* mark in `store.shown` what a state leaves on a day */
export function filterStore(store, state, day) {
  store.shown.fill(1);
  if (state.overdue) keepOverdue(store, day);
  if (state.least !== null || state.most !== null) keepAreas(store, state);
  Object.entries(state.choices).forEach(function ([name, labels]) {
    if (name === "disposal_month") return keepDisposed(store, labels, day);
    const column = choiceOf(store, name);
    if (column) keepWhere(store.shown, column.values, flags(column.words, (word) => labels.includes(word)));
    return undefined;
  });
  partsOf(state.text).forEach((part) => keepText(store, part));
  Object.entries(state.columns).forEach(function ([name, text]) {
    const own = store.columns.filter((column) => column.name === name);
    partsOf(text).forEach((part) => keepText(store, part, own));
  });
}

export function applyFilters(map, state) {
  const day = dayOfMap(map);
  readLayers(map).forEach(function (layer) {
    filterStore(layer.store, state, day);
    layer.refresh();
  });
}

export const empty = () => ({ text: "", least: null, most: null, overdue: false, choices: {}, columns: {} });

/* what a link says, as far as it makes sense: someone may have cut or changed it */
export function sound(found) {
  const state = empty();
  if (typeof found !== "object" || found === null) return state;
  if (typeof found.text === "string") state.text = found.text;
  state.overdue = found.overdue === true;
  ["least", "most"].forEach(function (end) {
    if (Number.isFinite(found[end])) state[end] = found[end];
  });
  Object.entries(found.choices || {}).forEach(function ([name, labels]) {
    const texts = Array.isArray(labels) ? labels.filter((one) => typeof one === "string") : [];
    if (texts.length) state.choices[name] = texts;
  });
  Object.entries(found.columns || {}).forEach(function ([name, text]) {
    if (typeof text === "string" && text.trim()) state.columns[name] = text;
  });
  return state;
}
