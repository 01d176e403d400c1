/* The tools of a map: measure, print, picture, dark and light; and what keyboards need. */

import { element, say } from "./dom.js";
import { listButton } from "./list.js";
import { areaButton, lengthButton } from "./measure.js";
import { memoButton } from "./notepad.js";
import { pictureButton } from "./picture.js";
import { printButton } from "./print.js";
import { themeButton } from "./theme.js";

/* the tools in their order, each a function that gives its button */
const TOOLS = {
  measureLength: lengthButton, measureArea: areaButton, memo: memoButton, print: printButton,
  picture: pictureButton, theme: themeButton, list: listButton,
};

/* the title bar where the map has one, else a control of the map */
function place(map, bar) {
  const title = map.getContainer().previousElementSibling;
  if (title && title.classList.contains("lb-title")) {
    title.appendChild(bar);
    return;
  }
  const Control = L.Control.extend({
    options: { position: "topleft" },
    onAdd: () => {
      const box = element("div", "lb-tools-alone leaflet-control");
      box.appendChild(bar);
      L.DomEvent.disableClickPropagation(box);
      return box;
    },
  });
  map.getContainer().classList.add("lb-map");
  new Control().addTo(map);
}

/* Tab goes from the last of a box to its first, and back */
function keepWithin(box, key) {
  const all = [...box.querySelectorAll("a[href], button, input, [tabindex]")]
    .filter((node) => node.offsetParent && !node.disabled && node.tabIndex >= 0);
  const [from, to] = key.shiftKey ? [all[0], all[all.length - 1]] : [all[all.length - 1], all[0]];
  if (document.activeElement !== from) return;
  key.preventDefault();
  to.focus();
}

/* cards opened from the keyboard take the focus, and give it back */
function cards(map) {
  let before = null;
  map.on("popupopen", function (event) {
    const node = event.popup.getElement(), title = node.querySelector(".lb-card-title");
    if (!title) return;
    node.setAttribute("role", "dialog");
    node.setAttribute("aria-label", title.textContent);
    node.addEventListener("keydown", function (key) {
      if (key.key === "Escape") map.closePopup();
      if (key.key === "Tab") keepWithin(node, key);
    });
    const from = document.activeElement;
    if (!from || !from.matches(".lb-search input")) return;
    before = from;
    const close = node.querySelector(".leaflet-popup-close-button");
    if (close) close.focus();
  });
  map.on("popupclose", function () {
    if (before) before.focus();
    before = null;
  });
}

function names(map, words) {
  const box = map.getContainer();
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", words.map);
  box.querySelectorAll(".lb-legend, .lb-layers").forEach((panel) => (panel.tabIndex = 0));
  box.querySelectorAll(".leaflet-control-zoom a").forEach(function (link) {
    link.setAttribute("aria-label", link.title);
  });
}

export function addTools(map, data) {
  const words = data.words, bar = element("div", "lb-tools");
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", words.tools);
  Object.keys(TOOLS).filter((name) => data.features.includes(name))
    .forEach((name) => bar.appendChild(TOOLS[name](map, data)));
  place(map, bar);
  names(map, words);
  cards(map);
  map.on("landbase:figures", function (event) {
    const { count, mu, ha } = event.total;
    say(map, words.figures.replace("{count}", count).replace("{mu}", mu).replace("{ha}", ha));
  });
}
