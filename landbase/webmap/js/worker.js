/* What runs beside the page: decode a layer, or write a file of parcels. What is found is
   handed over, not copied. */

import { bytesOf, unpack, unzip } from "./decode.js";
import { write } from "./writing.js";

/* the memory that all parts of a value lie in */
function buffersOf(value, found = new Set()) {
  if (ArrayBuffer.isView(value)) found.add(value.buffer);
  else if (value && typeof value === "object") {
    Object.values(value).forEach((part) => buffersOf(part, found));
  }
  return found;
}

self.onmessage = function ({ data: job }) {
  const failed = (error) => self.postMessage({ error: String(error) });
  if (typeof job === "string") {
    unzip(bytesOf(job)).then(unpack).then(
      (data) => self.postMessage({ done: data }, [...buffersOf(data)]), failed);
  } else {
    write(job, (rows) => self.postMessage({ rows })).then((blob) => self.postMessage({ done: blob }), failed);
  }
};
