/* Measure lengths and areas with pointer or keyboard. */

import { printed } from "./apportion.js";
import { buttonOf, element, refill } from "./dom.js";
import { areaOf, crossesItself, lengthOf } from "./geodesy.js";
import { withUnit } from "./texts.js";

const NEAR = 3; // px: a second click so near to the first is the one of a double click
const LOOK = { color: "#d61f69", weight: 2.5, fillColor: "#d61f69", fillOpacity: 0.12 };
const SHADE = "lbMeasure"; // the pane that lies over all that could be clicked

function metres(value, words) {
  const text = withUnit(printed(value, 1), words.metre);
  return value < 1000 ? text : words.also.replace("{first}", text)
    .replace("{second}", withUnit(printed(value / 1000, 3), words.km));
}

/* the figures of places, as lines of [name, text] */
export function measured(places, closed, data) {
  const words = data.words, units = data.units;
  if (!closed) return [[words.length, metres(lengthOf(places), words)]];
  if (places.length < 3) return [];
  const around = [words.around, metres(lengthOf([...places, places[0]]), words)];
  if (crossesItself(places)) return [[words.area, words.crossing], around];
  const m2 = areaOf(places);
  const [mu, ha] = ["mu", "ha"].map(function (unit) {
    const { times, by, decimals, label } = units[unit];
    return withUnit(printed((m2 * times) / by, decimals), label);
  });
  return [[words.area, mu], ["", ha], ["", withUnit(printed(m2, 1), words.m2)], around];
}

export const Measure = L.Class.extend({
  _name: "lb-measure", // of the class of its panel

  initialize: function (map, data) {
    this._map = map;
    this._data = data;
    this._buttons = {};
    if (!map.getPane(SHADE)) map.createPane(SHADE).classList.add("lb-shade");
    const pane = map.getPane(SHADE);
    this._drawn = L.featureGroup([], { pane: SHADE });
    this._renderer = L.svg({ pane: SHADE, padding: 0.5 });
    this._cover = map.getContainer().insertBefore(
      element("div", "lb-cover"), map.getContainer().querySelector(".leaflet-control-container"));
    this._cover.hidden = true;
    pane.style.zIndex = 640;
    pane.style.pointerEvents = "none";
    this._box = this._panel();
  },

  _panel: function () {
    const words = this._data.words, box = element("section", `lb-panel lb-kit ${this._name} leaflet-control`);
    box.hidden = true;
    box.setAttribute("aria-label", words.measure);
    this._list = box.appendChild(element("dl", "lb-fields"));
    this._list.setAttribute("aria-live", "polite");
    box.appendChild(element("p", "lb-foot", words.how));
    box.appendChild(element("p", "lb-foot", words.accuracy));
    const line = box.appendChild(element("div", "lb-measure-buttons"));
    line.append(
      buttonOf(words.again, "lb-plain", () => this._begin()),
      buttonOf(words.close, "lb-plain", () => this.stop()));
    const Control = L.Control.extend({ options: { position: "bottomleft" }, onAdd: () => box });
    new Control().addTo(this._map);
    L.DomEvent.disableClickPropagation(box);
    return box;
  },

  button: function (name, closed) {
    const button = buttonOf(this._data.words[name], "lb-tool", () => {
      if (this._closed === closed && this._map.landbaseBusy) this.stop();
      else this.start(closed);
    });
    button.setAttribute("aria-pressed", "false");
    this._buttons[closed] = button;
    return button;
  },

  _press: function () {
    [true, false].forEach((closed) => this._buttons[closed] && this._buttons[closed].setAttribute(
      "aria-pressed", String(this._busy === true && closed === this._closed)));
  },

  start: function (closed) {
    const map = this._map;
    if (map.landbasePen) map.landbasePen.stop(); // only one of those that draw
    map.landbasePen = this;
    this._closed = closed;
    this._busy = map.landbaseBusy = true;
    this._zooms = map.doubleClickZoom.enabled();
    map.doubleClickZoom.disable();
    map.closePopup();
    if (map.landbaseSelection) map.landbaseSelection.aim(false);
    const filters = map.getContainer().querySelector(".lb-filters [aria-expanded=true]");
    if (filters) filters.click(); // they would lie under the figures
    if (map.landbasePicker) map.landbasePicker.leave();
    map.on("click", this._click, this);
    map.on("mousemove", this._hover, this);
    map.on("dblclick", this._finish, this);
    L.DomEvent.on(map.getContainer(), "keydown", this._key, this);
    this._cover.hidden = this._box.hidden = false;
    map.getContainer().classList.add("lb-measuring");
    map.getContainer().focus();
    this._drawn.addTo(map);
    this._press();
    this._begin();
  },

  stop: function () {
    const map = this._map;
    if (!this._busy) return;
    this._busy = map.landbaseBusy = false;
    if (this._zooms) map.doubleClickZoom.enable();
    map.off("click", this._click, this);
    map.off("mousemove", this._hover, this);
    map.off("dblclick", this._finish, this);
    L.DomEvent.off(map.getContainer(), "keydown", this._key, this);
    this._cover.hidden = this._box.hidden = true;
    map.getContainer().classList.remove("lb-measuring");
    this._drawn.clearLayers().remove();
    this._press();
    this._buttons[this._closed].focus();
  },

  _begin: function () {
    this._places = [];
    this._done = false;
    this._map.getContainer().focus();
    this._draw(null);
  },

  _click: function (event) {
    this._add(event.latlng);
  },

  _add: function (latLng) {
    if (this._done) this._begin();
    const last = this._places[this._places.length - 1], map = this._map;
    const near = last && map.latLngToContainerPoint(last)
      .distanceTo(map.latLngToContainerPoint(latLng)) < NEAR;
    if (!near) this._places.push(latLng);
    this._draw(null);
  },

  _hover: function (event) {
    if (!this._done && this._places.length) this._draw(event.latlng);
  },

  _finish: function () {
    this._done = true;
    this._draw(null);
  },

  _key: function (event) {
    if (event.target !== this._map.getContainer() && event.key !== "Escape") return;
    if (event.key === "Escape") this.stop();
    else if (event.key === " ") this._add(this._map.getCenter());
    else if (event.key === "Enter") this._finish();
    else if (event.key === "Backspace") {
      this._places.pop();
      this._done = false;
      this._draw(null);
    } else return;
    L.DomEvent.stop(event);
  },

  /* the line or ring so far, with the place under the pointer */
  _draw: function (over) {
    const places = over ? [...this._places, over] : this._places, group = this._drawn;
    const look = Object.assign({ renderer: this._renderer, pane: SHADE, interactive: false }, LOOK);
    group.clearLayers();
    const closed = this._closed && places.length > 2;
    if (closed) group.addLayer(L.polygon(places, look));
    else if (places.length > 1) group.addLayer(L.polyline(places, look));
    this._places.forEach((place) => group.addLayer(L.circleMarker(place, Object.assign(
      {}, look, { radius: 4, fillColor: "#ffffff", fillOpacity: 1, weight: 2 }))));
    const lines = places.length ? measured(
      places.map((place) => [place.lng, place.lat]), this._closed, this._data) : [];
    refill(this._list, ...lines.flatMap(([name, text]) =>
      [element("dt", "", name), element("dd", "", text)]));
    this._list.setAttribute("aria-live", over ? "off" : "polite");
  },
});

function measureOf(map, data) {
  map.landbaseMeasure = map.landbaseMeasure || new Measure(map, data);
  return map.landbaseMeasure;
}
export const lengthButton = (map, data) => measureOf(map, data).button("measureLength", false);
export const areaButton = (map, data) => measureOf(map, data).button("measureArea", true);
