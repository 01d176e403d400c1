/* The slider over the days of decisions: the map as of any day, with play. */

import { compareButton } from "./compare.js";
import { dayOf, isoDay, sayDay, setDay, upTo } from "./days.js";
import { element } from "./dom.js";
import { joinLayers, readLayers, showAgain } from "./layers.js";
import { linked, toLink } from "./link.js";
import { bottomOf } from "./page.js";

const STEPS = 60; // of a whole run, where there are more days than that
const PACE = 450; // ms a step, at least
const BARS = 120;

const storesOf = (map) =>
  readLayers(map).map((layer) => layer.store).filter((store) => store.timeline);

/* all days on which something takes effect, how many events do, and the day to open on */
function daysOf(map) {
  const counts = new Map(), stores = storesOf(map);
  stores.forEach((store) => store.timeline.days.forEach(function (day, n) {
    counts.set(day, (counts.get(day) || 0) + store.timeline.counted[n]);
  }));
  const days = [...counts.keys()].sort((a, b) => a - b);
  let sum = 0;
  const sums = days.map((day) => (sum += counts.get(day)));
  const opened = Math.max(...stores.map((store) => store.header.events.on));
  return { days: days, sums: sums, opened: opened };
}

function button(box, className, label, act) {
  const node = box.appendChild(element("button", "lb-time-button " + className));
  node.type = "button";
  node.title = label;
  node.setAttribute("aria-label", label);
  node.addEventListener("click", act);
  return node;
}

const Time = L.Class.extend({
  initialize: function (map, data) {
    this._map = map;
    this._data = data;
    this._build(bottomOf(map));
    map.on("lbread", this._start, this);
    window.addEventListener("hashchange", () => {
      if (!this._days) return;
      this.play(false);
      this.set(this._linked(), true);
    });
  },

  _build: function (parent) {
    const words = this._data.words;
    const box = (this._box = element("section", "lb-bar lb-time"));
    box.setAttribute("aria-label", words.time);
    this._play = button(box, "lb-play", words.play, () => this.play(!this._playing));
    button(box, "lb-earlier", words.earlier, () => this.step(-1));
    button(box, "lb-later", words.later, () => this.step(1));
    const track = box.appendChild(element("div", "lb-track"));
    this._bars = track.appendChild(element("canvas", "lb-bars"));
    this._range = track.appendChild(element("input", "lb-range"));
    this._range.type = "range";
    this._range.setAttribute("aria-label", words.time);
    this._range.addEventListener("input", () => this._soon(Number(this._range.value)));
    this._range.addEventListener("keydown", (event) => this._key(event));
    const said = box.appendChild(element("div", "lb-day"));
    this._text = said.appendChild(element("input", "lb-input"));
    this._text.setAttribute("aria-label", words.day);
    this._text.addEventListener("change", () => this._typed());
    this._said = said.appendChild(element("span", "lb-day-note"));
    this._mark = box.appendChild(element("span")); // for print and picture
    this._mark.hidden = true;
    const compare = compareButton(this._map, this._data);
    if (compare) box.appendChild(compare);
    this._able(false); // until the layers are read
    parent.appendChild(box);
  },

  _able: function (able) {
    this._box.querySelectorAll("button, input").forEach((node) => (node.disabled = !able));
  },

  /* the layers are read: take the day of the link, else the day to open on */
  _start: function () {
    Object.assign(this, { _days: null }, daysOf(this._map));
    this._days = this.days;
    if (!this._days.length) return this._box.remove();
    this._first = this._days[0] - 1;
    this._last = Math.max(this._days[this._days.length - 1], this.opened);
    this.opened = Math.min(this._last, Math.max(this._first, this.opened));
    Object.assign(this._range, { min: this._first, max: this._last, step: 1 });
    this._able(true);
    this._drawBars();
    return this.set(this._linked(), true);
  },

  _linked: function () {
    const day = dayOf(linked("day"));
    return day === null ? this.opened : day;
  },

  /* Show a day, which may be after the last decision: deadlines pass later, too. */
  set: function (day, fromLink) {
    const opening = this.day === undefined;
    this.day = this._map.landbaseDay = day;
    storesOf(this._map).forEach((store) => setDay(store, day));
    const iso = isoDay(day), n = upTo(this._days, day), words = this._data.words;
    this._range.value = day;
    this._range.setAttribute("aria-valuetext", sayDay(day, words.date));
    this._text.value = iso;
    this._said.textContent = words.at
      .replace("{n}", (n ? this.sums[n - 1] : 0).toLocaleString("en-US"))
      .replace("{all}", this.sums[this.sums.length - 1].toLocaleString("en-US"));
    this._head(sayDay(day, words.date));
    if (!fromLink) toLink("day", day === this.opened ? "" : iso);
    if (opening && this._map.landbaseFilters) return; // they are about to start
    showAgain(this._map);
    this._map.fire("lbday");
  },

  /* the day in the title bar; where that has none, print and picture still say it */
  _head: function (day) {
    const { note, asOf, words } = this._data;
    if (!asOf) {
      this._mark.dataset.lbMark = "";
      this._mark.textContent = words.mark.replace("{day}", day);
      return;
    }
    this._note = this._note ||
      [...document.querySelectorAll(".lb-note")].find((one) => one.textContent === note);
    if (this._note) this._note.textContent = note.replace(asOf, day);
  },

  /* at most one change a frame, however fast the slider is moved */
  _soon: function (day) {
    this.play(false);
    this._wanted = day;
    if (this._frame) return;
    this._frame = requestAnimationFrame(() => {
      this._frame = null;
      this.set(this._wanted);
    });
  },

  /* the next day with a decision, or the one before */
  step: function (way) {
    this.play(false);
    this.set(this._near(way));
  },

  _near: function (way) {
    const n = upTo(this._days, this.day);
    if (way > 0) return n < this._days.length ? this._days[n] : Math.max(this._last, this.day);
    const on = n > 0 && this._days[n - 1] === this.day ? n - 2 : n - 1;
    return on >= 0 ? this._days[on] : Math.min(this._first, this.day);
  },

  play: function (on) {
    if (Boolean(this._playing) === on) return;
    clearTimeout(this._playing);
    this._playing = null;
    const label = this._data.words[on ? "pause" : "play"];
    this._play.title = label;
    this._play.setAttribute("aria-label", label);
    this._play.classList.toggle("lb-on", on);
    if (!on) return;
    if (this.day >= this._last) this.set(this._first);
    this._playing = setTimeout(() => this._tick(), PACE);
  },

  _tick: function () {
    const stride = Math.ceil((this._last - this._first) / STEPS);
    const next = this._days.length > STEPS ? Math.max(this._first, this.day) + stride : this._near(1);
    this.set(Math.min(this._last, next));
    if (this.day >= this._last) return this.play(false);
    this._playing = setTimeout(() => this._tick(), PACE);
    return undefined;
  },

  _key: function (event) {
    const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };
    if (event.key === " ") this.play(!this._playing);
    else if (event.key in steps) this.step(steps[event.key]);
    else return;
    event.preventDefault();
  },

  _typed: function () {
    const day = dayOf(this._text.value);
    this.play(false);
    this.set(day === null ? this.day : day);
  },

  /* how many decisions take effect when */
  _drawBars: function () {
    const canvas = this._bars, heights = new Array(BARS).fill(0);
    const span = this._last - this._first;
    this._days.forEach((day, n) => {
      const at = Math.min(BARS - 1, Math.floor(((day - this._first) / span) * BARS));
      heights[at] += this.sums[n] - (n ? this.sums[n - 1] : 0);
    });
    const most = Math.max(...heights), context = canvas.getContext("2d");
    canvas.width = 4 * BARS;
    canvas.height = 64;
    context.fillStyle = "#8da2b5";
    heights.forEach(function (height, at) {
      const tall = height ? Math.max(6, 64 * Math.sqrt(height / most)) : 0;
      context.fillRect(4 * at, 64 - tall, 3, tall);
    });
  },
});

export function addSlider(map, data) {
  joinLayers(map, data.layers);
  map.landbaseTime = new Time(map, data);
}
