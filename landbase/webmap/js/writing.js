/* Write a file of parcels, with a rest now and then for whoever waits. */

import { csvOf, geoJsonOf, kmlOf } from "./files.js";
import { sheetParts } from "./sheet.js";
import { Store } from "./store.js";
import { zipOf } from "./zip.js";

const TURN = 12; // ms of work between two rests
export const TYPES = {
  csv: "text/csv;charset=utf-8", geojson: "application/geo+json",
  kml: "application/vnd.google-earth.kml+xml",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};
const TEXTS = { csv: csvOf, geojson: geoJsonOf, kml: kmlOf };

/* the rows of `chosen`, counted as they are taken */
function counted(chosen, count) {
  return chosen.map(function ({ store, rows }) {
    const own = store instanceof Store ? store : Store.of(store);
    return { store: own, rows: { length: rows.length, *[Symbol.iterator]() {
      for (const row of rows) {
        count.rows += 1;
        yield row;
      }
    } } };
  });
}

/* the file as a Blob, or null when it was stopped */
export async function write({ format, chosen, words, day }, told, stop = {}) {
  const count = { rows: 0 }, own = counted(chosen, count);
  let until = performance.now() + TURN;
  const rest = async function () {
    if (performance.now() < until) return;
    told(count.rows);
    await new Promise((done) => setTimeout(done, 0));
    if (stop.stopped) throw new Error("stopped");
    until = performance.now() + TURN;
  };
  try {
    if (format === "xlsx") return new Blob(await zipOf(sheetParts(own, words, day), rest), { type: TYPES.xlsx });
    const parts = [];
    for (const text of TEXTS[format](own, words, day)) {
      parts.push(new Blob([text])); // so that what is written lies outside the memory of scripts
      await rest();
    }
    return new Blob(parts, { type: TYPES[format] });
  } catch (fault) {
    if (stop.stopped) return null;
    throw fault;
  }
}
