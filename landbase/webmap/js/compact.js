/* Small maps, as in a notebook or half a screen: panels fold, controls stand in rows. */

import { element } from "./dom.js";

const NARROW = 700, LOW = 420; // px: less than that is small
const BARS = 590; // px that bars at the foot and what stands left of them need beside panels
const LEAST_CARD = 90; // px

/* the button that shows and hides the panels on the right, named as the first of them
   that has figures */
function foldOf(box, corner) {
  const fold = element("button", "lb-fold leaflet-control");
  fold.type = "button";
  const show = function (open) {
    box.classList.toggle("lb-unfolded", open);
    fold.setAttribute("aria-expanded", String(open));
  };
  fold.addEventListener("click", () => show(!box.classList.contains("lb-unfolded")));
  L.DomEvent.disableClickPropagation(fold);
  corner.prepend(fold);
  show(false);
  return fold;
}

/* a card on a small map lies below the controls and above the bars, and scrolls */
function makeRoom(map, popup) {
  const box = map.getContainer();
  if (!box.classList.contains("lb-tight")) return;
  const above = box.querySelector(".leaflet-top.leaflet-left").offsetHeight + 8;
  const bars = box.querySelector(".lb-bottom"), below = bars ? bars.offsetHeight + 20 : 20;
  Object.assign(popup.options, {
    maxHeight: Math.max(LEAST_CARD, box.clientHeight - above - below - 40),
    autoPanPaddingTopLeft: [10, above], autoPanPaddingBottomRight: [10, below],
  });
  popup.update();
}

/* follow the size of a map */
export function followSize(map) {
  const box = map.getContainer(), corner = box.querySelector(".leaflet-top.leaflet-right");
  const fold = foldOf(box, corner);
  let widest = 0; // px of the panels, seen last when they lay open
  const place = function () {
    const named = (panel) => corner.querySelector(panel + " .lb-panel-title");
    const title = named(".lb-legend") || named(".lb-layers");
    if (!box.classList.contains("lb-narrow")) widest = corner.offsetWidth;
    const least = box.querySelector(".lb-bottom .lb-bar") ? BARS + widest : NARROW;
    const narrow = box.clientWidth < Math.max(NARROW, least);
    box.classList.toggle("lb-narrow", narrow);
    box.classList.toggle("lb-tight", narrow || box.clientHeight < LOW);
    fold.textContent = fold.title = title ? title.textContent : "";
    const side = narrow ? fold : corner;
    box.style.setProperty("--lb-side", side.offsetWidth + 10 + "px");
    box.style.setProperty("--lb-tall", box.clientHeight + "px");
  };
  map.on("popupopen", (event) => makeRoom(map, event.popup));
  map.landbasePlace = place; // for whoever looks at its room before it is drawn
  const observer = new ResizeObserver(() => requestAnimationFrame(place));
  [box, corner].forEach((one) => observer.observe(one));
}
