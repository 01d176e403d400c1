/* The card of a parcel: class and title, its columns, areas by method, its decisions as
   a timeline. */

import { isoDay } from "./days.js";
import { buttonOf, element, swatchOf } from "./dom.js";
import { copyText } from "./exporting.js";
import { footOf, leftOf, rightOf } from "./page.js";
import { pointsText } from "./where.js";
import { withUnit } from "./texts.js";

const LEAST_CARD = 90, EDGES = 60; // px: of its inside; what stands around that
const CORRECTED = 1, CORRECTION = 2, BIRTH = 4;
const HEAD = ["disposal_type", "status"]; // on the line of the day
const PLAIN = ["area_m2", "document", "by"]; // without their names, on one line

function areasOf(store, row) {
  const box = element("dl", "lb-methods");
  store.header.methods.forEach(function (label, method) {
    const areas = method ? store.methods[method - 1] : store.areas;
    box.appendChild(element("dt", "", label));
    ["mu", "ha"].forEach(function (unit) {
      const text = store.area(row, unit, areas);
      const node = box.appendChild(element("dd", "", text));
      if (text !== "—") node.appendChild(element("span", "", withUnit("", store.header.units[unit].label)));
    });
  });
  return box;
}

const tag = (className, text) => element("span", "lb-tag " + className, text);

/* the texts of an event by column, those that are there */
function textsOf(store, event) {
  const found = new Map();
  store.events.columns.forEach(function (column) {
    const text = store.textOf(column, event);
    if (text) found.set(column.name, { label: column.label, text: text });
  });
  return found;
}

function eventOf(store, event, words) {
  const flags = store.events.flags[event], line = element("li", "lb-event");
  const later = store.events.days[event] > store.day;
  if (flags & CORRECTED) line.classList.add("lb-corrected");
  else if (later) line.classList.add("lb-not-yet");
  const texts = textsOf(store, event);
  const take = function (name) {
    const found = texts.get(name);
    texts.delete(name);
    return found ? found.text : "";
  };
  const head = line.appendChild(element("div", "lb-event-head"));
  if (store.header.events.dated) {
    const iso = isoDay(store.events.days[event]);
    const time = head.appendChild(element("time", "", iso));
    time.dateTime = iso;
  }
  HEAD.map(take).forEach((text, n) => text && head.appendChild(element(n ? "span" : "b", "lb-said", text)));
  if (flags & CORRECTED) head.appendChild(tag("lb-tag-off", words.corrected));
  if (flags & CORRECTION) head.appendChild(tag("", words.correction));
  if (later && !(flags & CORRECTED)) head.appendChild(tag("lb-tag-later", words.later));
  const mu = store.header.units.mu.label;
  const plain = PLAIN.map((name) => [name, take(name)]).filter((part) => part[1])
    .map(([name, text]) => (name === "area_m2" ? withUnit(text, mu) : text));
  if (plain.length) line.appendChild(element("div", "lb-event-line", plain.join(" · ")));
  const reason = take("reason");
  if (reason) line.appendChild(element("div", "lb-event-line", reason));
  texts.forEach(function ({ label, text }) {
    const more = line.appendChild(element("div", "lb-event-line"));
    more.appendChild(element("span", "lb-card-label", label + " "));
    more.appendChild(element("span", "", text));
  });
  return line;
}

/* the decisions of a row, the last on top */
function timelineOf(store, row, words) {
  const box = element("section", "lb-decisions");
  const shown = []; // the day on which a parcel began is no decision
  for (let event = store.events.firsts[row + 1] - 1; event >= store.events.firsts[row]; event--) {
    if (!(store.events.flags[event] & BIRTH)) shown.push(event);
  }
  const title = words.decisions + (shown.length ? " (" + shown.length + ")" : "");
  box.appendChild(element("h2", "lb-panel-title", title));
  if (!shown.length) {
    box.appendChild(element("p", "lb-none", words.undecided));
    return box;
  }
  const list = box.appendChild(element("ol", "lb-events"));
  list.tabIndex = 0; // so that it can be scrolled with the keyboard
  list.setAttribute("aria-label", words.decisions);
  shown.forEach((event) => list.appendChild(eventOf(store, event, words)));
  return box;
}

function pointsButton(store, row, words) {
  const button = buttonOf(words.pointsCopy, "lb-small lb-choose", async function () {
    const done = await copyText(pointsText(store, row, Object.assign({}, words, { points: words.points.split("|") })));
    button.textContent = done ? words.copied : words.copyFailed;
    setTimeout(() => (button.textContent = words.pointsCopy), 2000);
  });
  return button;
}

/* all that a page has of a parcel, to read */
export function recordCard({ store, options }, row) {
  const card = storeCard(store, options, row, options.card);
  if (store.header.methods.length) card.querySelector(".lb-card-area").replaceWith(areasOf(store, row));
  if (store.events) card.appendChild(timelineOf(store, row, options.words));
  return card;
}

export function parcelCard(map, layer, row, latLng) {
  const { store, options } = layer, card = recordCard(layer, row);
  if (options.words.pointsCopy && store.polygons[row] < store.polygons[row + 1]) {
    card.appendChild(pointsButton(store, row, options.words));
  }
  const choose = map.landbaseSelection && map.landbaseSelection.button(layer, row);
  if (choose) card.appendChild(choose);
  if (map.landbaseNotepad && latLng) card.appendChild(map.landbaseNotepad.forCard(layer, row, latLng));
  return card;
}

/* the card that is open follows the day */
export function cardOpened(map, layer, row, popup) {
  map.landbaseCard = { layer: layer, row: row, popup: popup };
  if (map.landbaseCards) return;
  map.landbaseCards = true;
  map.on("lbchanged overlayremove", function () {
    const { layer: of, row: at, popup: shown } = map.landbaseCard;
    if (shown.isOpen() && !(map.hasLayer(of) && of.store.shown[at])) map.closePopup(shown);
  });
  map.on("lbday", function () {
    const { layer: of, row: at, popup: shown } = map.landbaseCard;
    if (!shown.isOpen()) return;
    shown.options.autoPan = false; // the map stays where it is
    shown.setContent(parcelCard(map, of, at, shown.getLatLng()));
  });
}

/* the card of one parcel: class and title, fields, areas */
export function cardOf(what) {
  const card = element("div", "lb-card");
  const head = card.appendChild(element("div", "lb-card-head"));
  head.append(swatchOf(what), element("span", "lb-card-title", what.title));
  const list = card.appendChild(element("dl", "lb-fields"));
  what.fields.forEach(function (field) {
    list.appendChild(element("dt", "", field[0]));
    list.appendChild(element("dd", field[1] ? "" : "lb-none", field[1] || "—"));
  });
  const area = card.appendChild(element("div", "lb-card-area"));
  area.appendChild(element("span", "lb-card-label", what.areaLabel));
  area.appendChild(element("b", "", what.areas[0]));
  area.appendChild(element("span", "", what.areas[1]));
  return card;
}

/* the card of a row: `fields` are the columns it shows under the title */
export function storeCard(store, options, row, fields) {
  const entry = store.classes[store.position[row]];
  const units = store.header.units;
  return cardOf({
    color: entry.color, edge: entry.edge,
    title: (store.columns.length && store.text(0, row)) || options.untitled,
    fields: fields.map((n) => [store.columns[n].label, store.text(n, row)]),
    areaLabel: options.areaLabel,
    areas: ["mu", "ha"].map((unit) => withUnit(store.area(row, unit), units[unit].label)),
  });
}

/* show the card of a row of a layer at a place */
export function openCard(map, layer, row, latLng) {
  const options = layer.options;
  const size = map.getSize(), below = footOf(map);
  const popup = L.popup({
    className: "lb-popup", minWidth: Math.min(260, size.x - 80), maxWidth: Math.min(360, size.x - 60),
    maxHeight: Math.max(LEAST_CARD, size.y - 48 - below - EDGES), // longer ones scroll
    autoPanPaddingTopLeft: [leftOf(map), 48], autoPanPaddingBottomRight: [rightOf(map), below],
  });
  popup.setLatLng(latLng).setContent(parcelCard(map, layer, row, L.latLng(latLng)));
  popup.openOn(map);
  cardOpened(map, layer, row, popup);
  const button = popup.getElement().querySelector(".leaflet-popup-close-button");
  if (!button) return;
  button.setAttribute("aria-label", options.closeLabel);
  const held = document.activeElement === button;
  popup.getElement().prepend(button); // so that Tab leads on from it into the card
  if (held) button.focus(); // what is moved loses it
}
