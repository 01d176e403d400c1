/* The store of a layer, read from the text of an element of the page. */

import { bytesOf, unpack, unzip } from "./decode.js";
import { Store } from "./store.js";

const decodeHere = (text) => unzip(bytesOf(text)).then(unpack);

/* decode compressed text in a worker, whose script is part of this one; where the browser
   allows none, or the worker fails at what the page itself may do, here */
function decodeAside(text) {
  let worker;
  try {
    worker = new Worker(URL.createObjectURL(new Blob([WORKER_SCRIPT], { type: "text/javascript" })));
  } catch (refused) {
    return decodeHere(text);
  }
  return new Promise(function (resolve, reject) {
    const here = function () {
      worker.terminate();
      decodeHere(text).then(resolve, reject);
    };
    worker.onmessage = function (event) {
      if (event.data.error) return here();
      worker.terminate();
      return resolve(event.data.data);
    };
    worker.onmessageerror = here;
    worker.onerror = function (event) {
      event.preventDefault();
      here();
    };
    worker.postMessage(text);
  });
}

/* the store of an element: at once where it is not compressed, else a promise of it */
export function openStore(id, compressed) {
  const text = document.getElementById(id).textContent.trim();
  if (!compressed) return new Store(unpack(bytesOf(text)));
  return decodeAside(text).then((data) => new Store(data));
}
