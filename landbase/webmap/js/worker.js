/* Decode a layer beside the page; what is found is handed over, not copied. */

import { bytesOf, unpack, unzip } from "./decode.js";

/* the memory that all parts of a value lie in */
function buffersOf(value, found = new Set()) {
  if (ArrayBuffer.isView(value)) found.add(value.buffer);
  else if (value && typeof value === "object") {
    Object.values(value).forEach((part) => buffersOf(part, found));
  }
  return found;
}

self.onmessage = function (event) {
  unzip(bytesOf(event.data)).then(unpack).then(
    (data) => self.postMessage({ data: data }, [...buffersOf(data)]),
    (error) => self.postMessage({ error: String(error) }),
  );
};
