/* What the address of a page keeps, each part under a name of its own: place and zoom,
   layers that are off, and what filters, slider, selection and theme put there. */

const PAUSE = 250; // ms: browsers refuse many changes of the address in short time
const DIGITS = 5; // of a degree: a metre
const waiting = new Map();
let timer = null;

/* the text under a name, as it will be when all is written; null where there is none */
export const linked = (name) => waiting.has(name) ? waiting.get(name) || null
  : new URLSearchParams(location.hash.slice(1)).get(name);

function write() {
  const parts = new URLSearchParams(location.hash.slice(1));
  waiting.forEach(function (text, name) {
    if (text) parts.set(name, text);
    else parts.delete(name);
  });
  waiting.clear();
  timer = null;
  try {
    history.replaceState(null, "", "#" + parts.toString());
  } catch (refused) {
    // a frame without an address of its own, as notebooks have: there is no link to keep
    if (refused.name !== "SecurityError") throw refused;
  }
}

/* somebody pasted another address: what was to be written is of the one before */
export function forgetWaiting() {
  waiting.clear();
  clearTimeout(timer);
  timer = null;
}

/* keep a text under a name; nothing takes the name out */
export function toLink(name, text) {
  waiting.set(name, text);
  if (timer === null) timer = setTimeout(write, PAUSE);
}

/* "39.60000,109.80000,8" → [lat, lng, zoom], or null where it is none */
function viewOf(text) {
  const parts = (text || "").split(",").map(Number), [lat, lng, zoom] = parts;
  const sound = parts.length === 3 && parts.every(Number.isFinite) &&
    Math.abs(lat) <= 85 && Math.abs(lng) <= 180 && zoom >= 0 && zoom <= 24;
  return sound ? parts : null;
}

/* open on what the link says, else where the map was put; keep where it is moved to */
export function keepView(map) {
  if (map.landbaseSettle) return map.landbaseSettle();
  const written = function () {
    const { lat, lng } = map.getCenter();
    return [lat.toFixed(DIGITS), lng.toFixed(DIGITS), Number(map.getZoom().toFixed(2))].join(",");
  };
  let opened = null;
  const isFirst = () => map.getZoom() === opened[2] // to the pixel: panning rounds
    && map.project(map.getCenter()).distanceTo(map.project([opened[0], opened[1]])) < 1;
  const take = function () {
    const view = viewOf(linked("view")) || opened;
    map.setView([view[0], view[1]], view[2], { animate: false });
  };
  map.landbaseSettle = function () {
    opened = [map.getCenter().lat, map.getCenter().lng, map.getZoom()];
    take();
  };
  map.landbaseSettle();
  map.on("moveend", function () {
    toLink("view", isFirst() ? "" : written());
  });
  window.addEventListener("hashchange", take);
  return undefined;
}

/* the same for the boxes of a layer control, by their texts */
export function keepLayers(map, control) {
  const boxes = () => [...control.getContainer().querySelectorAll("label")].map((label) => ({
    text: label.textContent.trim(), input: label.querySelector("input[type=checkbox]"),
  })).filter((one) => one.input);
  const off = () => JSON.stringify(boxes().filter((one) => !one.input.checked).map((one) => one.text));
  const usual = off();
  const take = function () {
    let wanted = null;
    try {
      wanted = JSON.parse(linked("off") || usual);
    } catch (unreadable) {
      return; // someone may have cut the link
    }
    if (!Array.isArray(wanted)) return;
    boxes().forEach(function ({ text, input }) {
      if (input.checked === wanted.includes(text)) input.click();
    });
  };
  take();
  map.on("overlayadd overlayremove", function () {
    setTimeout(function () { // the control ticks its boxes after that
      const now = off();
      toLink("off", now === usual ? "" : now);
    }, 0);
  });
  window.addEventListener("hashchange", take);
}
