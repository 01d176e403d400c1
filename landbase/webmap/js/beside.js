/* Have a job done beside the page, in a worker, whose script is part of this one. */

/* what comes of a job; `here` does it in the page, where the browser allows no worker or
   the worker fails at what the page itself may do. `told` hears how far it is, and
   `stop.stop` is set to what ends it with null. */
export function beside(job, here, { told, stop = {} } = {}) {
  let worker;
  try {
    worker = new Worker(URL.createObjectURL(new Blob([WORKER_SCRIPT], { type: "text/javascript" })));
  } catch (refused) {
    return here();
  }
  return new Promise(function (resolve) {
    const end = function (value) {
      worker.terminate();
      resolve(value);
    };
    const fallen = () => end(Promise.resolve().then(here));
    stop.stop = () => end(null);
    worker.onmessageerror = fallen;
    worker.onerror = function (event) {
      event.preventDefault();
      fallen();
    };
    worker.onmessage = function ({ data }) {
      if (data.error) fallen();
      else if ("done" in data) end(data.done);
      else told(data.rows);
    };
    try {
      worker.postMessage(job);
    } catch (refused) { // there is no memory for two
      worker.terminate();
      throw refused;
    }
  });
}
