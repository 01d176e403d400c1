/* The store of a layer, read from the text of an element of the page. */

import { beside } from "./beside.js";
import { bytesOf, unpack, unzip } from "./decode.js";
import { Store } from "./store.js";

const decodeHere = (text) => unzip(bytesOf(text)).then(unpack);

/* the store of an element: at once where it is not compressed, else a promise of it */
export function openStore(id, compressed) {
  const text = document.getElementById(id).textContent.trim();
  if (!compressed) return new Store(unpack(bytesOf(text)));
  return beside(text, () => decodeHere(text)).then((data) => new Store(data));
}
