/* Write a file of parcels beside the page, in a worker; where the browser allows none, in
   the page, a few milliseconds at a time. */

import { beside } from "./beside.js";
import { buttonOf, element, notice } from "./dom.js";
import { countOf } from "./files.js";
import { isoDay } from "./days.js";
import { MOST } from "./sheet.js";
import { write } from "./writing.js";

const FORMATS = { xlsx: "Excel", csv: "CSV", geojson: "GeoJSON", kml: "KML" };
const MANY = 100000; // parcels: from there on it takes long, which is said before
const SHOWN = 400; // ms: what is done sooner shows no progress
const FORBIDDEN = /[<>:"/\\|?*\u0000-\u001f]/g; // in names of files

export function download(name, blob) {
  const link = element("a");
  link.href = URL.createObjectURL(blob);
  link.download = name.replace(FORBIDDEN, "_");
  document.body.appendChild(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/* the formats that this browser can write: [ending, name] */
export const formats = () => Object.entries(FORMATS)
  .filter(([format]) => format !== "xlsx" || typeof CompressionStream !== "undefined");

/* what another thread can be given of a store */
function plain({ store, rows }) {
  const { header, classes, position, polygons, rings, vertices, xy, areas, columns } = store;
  return { rows, store: {
    header, classes, position, polygons, rings, vertices, xy, areas,
    columns: columns.map(({ name, label, words, values, texts, begins }) => ({ name, label, words, values, texts, begins })),
  } };
}

/* the file as a Blob; `told` hears how many rows are written, `stop` has a `stopped` */
function written(job, told, stop) {
  const here = () => write(job, told, stop);
  if (job.chosen.length === 0) return here();
  return beside(Object.assign({}, job, { chosen: job.chosen.map(plain) }), here, { told, stop });
}

/* a box that says how far it is, with a way out; or asks whether to begin */
function boxOf(map, words, stop) {
  const box = element("div", "lb-message lb-progress"), said = box.appendChild(element("p"));
  const line = box.appendChild(element("progress")), buttons = box.appendChild(element("div", "lb-measure-buttons"));
  box.setAttribute("role", "alertdialog");
  box.setAttribute("aria-label", words.exporting);
  line.max = 1;
  line.setAttribute("aria-label", words.exporting);
  L.DomEvent.disableClickPropagation(box);
  const show = () => map.getContainer().appendChild(box);
  return {
    show, close: () => box.remove(),
    tell: function (rows, count) {
      const done = Math.min(rows, count);
      line.value = done / count;
      said.textContent = words.exported.replace("{n}", done.toLocaleString("en-US"))
        .replace("{all}", count.toLocaleString("en-US"));
    },
    cancel: buttons.appendChild(buttonOf(words.cancel, "lb-plain", () => stop())),
    ask: (count) => new Promise(function (resolve) {
      line.hidden = true;
      said.textContent = words.many.replace("{n}", count.toLocaleString("en-US"));
      const go = buttons.insertBefore(buttonOf(words.goOn, "lb-plain", () => resolve(true)), buttons.firstChild);
      box.landbaseAnswer = resolve;
      show();
      go.focus();
    }).then(function (yes) {
      line.hidden = false;
      buttons.firstChild.remove();
      return yes;
    }),
    answer: (yes) => box.landbaseAnswer && box.landbaseAnswer(yes),
  };
}

/* save `chosen` as a file of a format: "csv", "geojson", "kml", "xlsx" */
export async function saveAs(map, format, chosen, words, day) {
  const stop = { stopped: false, stop: null }, count = countOf(chosen);
  const box = boxOf(map, words, function () {
    stop.stopped = true;
    box.answer(false);
    if (stop.stop) stop.stop();
  });
  if (format === "xlsx" && count > MOST) return notice(map, words.tooMany);
  if (count > MANY && !(await box.ask(count))) return box.close();
  box.tell(0, count);
  const timer = setTimeout(box.show, SHOWN);
  try {
    const blob = await written({ format, chosen, words, day }, (rows) => box.tell(rows, count), stop);
    if (blob) download(words.file + (day === undefined ? "" : "_" + isoDay(day)) + "." + format, blob);
  } catch (fault) {
    notice(map, words.unsaved + " (" + fault.message + ")");
  }
  clearTimeout(timer);
  return box.close();
}

/* whether a text could be put on the clipboard */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (refused) {
    const area = document.body.appendChild(element("textarea", "lb-aside"));
    area.value = text;
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
