/* The print view: one sheet, A4 or A3 landscape, true to scale at its centre. */

import { openView, paint, scaleBar, surroundings } from "./canvas.js";
import { sayDay } from "./days.js";
import { buttonOf, element, notice, refill } from "./dom.js";
import { metresOfPixel } from "./geodesy.js";
import { isWhole } from "./layers.js";

const MM = 96 / 25.4; // CSS pixels of a millimetre
const RATIO = 3; // 288 dots an inch
const SCALES = [100, 1e8]; // denominators that a sheet can have
const DATE = /(\d{4}-\d{2}-\d{2})/;
/* how small the type of a part may become for all of it to be there: first with the
   table per banner, then without */
const WITH_GROUPS = 0.85, LEAST_TYPE = 0.5, TYPE_STEP = 0.05;
const STEPS = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 10];
/* paper, and the frame of the map on it, in mm */
const PAPERS = {
  A4: { width: 297, height: 210, map: [186, 167] },
  A3: { width: 420, height: 297, map: [300, 254] },
};

function round(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  return STEPS.map((step) => step * power).find((step) => step >= least * (1 - 1e-9));
}

function today() {
  const now = new Date();
  return Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / 864e5;
}

/* a paragraph whose dates are never broken at their hyphens */
function paragraph(text) {
  const box = element("p");
  box.append(...text.split(DATE).map((part) =>
    (DATE.test(part) ? element("span", "lb-date", part) : part)));
  return box;
}

const overflows = (box) => box.scrollHeight > box.clientHeight;

/* make the type of a part smaller until all of it is there; whether it is */
function shrink(box, least) {
  for (let type = 1; type >= least - 1e-9; type -= TYPE_STEP) {
    box.style.setProperty("--lb-type", type.toFixed(2));
    if (!overflows(box)) return true;
  }
  return false;
}

/* The same as a picture that is done: of a canvas just drawn, Chromium prints the
   strokes instead, 2 % too small. */
function settled(canvas) {
  if (typeof OffscreenCanvas === "undefined") return canvas;
  const aside = new OffscreenCanvas(canvas.width, canvas.height);
  const done = document.createElement("canvas");
  aside.getContext("2d").drawImage(canvas, 0, 0);
  done.width = canvas.width;
  done.height = canvas.height;
  done.getContext("bitmaprenderer").transferFromImageBitmap(aside.transferToImageBitmap());
  return done;
}

const Print = L.Class.extend({
  initialize: function (map, data) {
    this._map = map;
    this._words = data.words;
    this._data = data;
    this.button = buttonOf(data.words.print, "lb-tool", () => this.open());
    window.addEventListener("beforeprint", () => {
      if (!this._box) this.open({ once: true });
    });
    window.addEventListener("afterprint", () => this._once && this.close());
  },

  open: function (how) {
    if (this._box) return undefined;
    this._once = Boolean(how && how.once);
    if (!isWhole(this._map)) return this._refuse();
    this._view = openView(this._map);
    this._box = document.body.appendChild(element("div", "lb-print"));
    this._box.setAttribute("role", "dialog");
    this._box.setAttribute("aria-modal", "true");
    this._box.setAttribute("aria-label", this._words.print);
    document.body.classList.add("lb-printing");
    this._page = document.head.appendChild(element("style"));
    this._form = this._box.appendChild(this._fields());
    this._stage = this._box.appendChild(element("div", "lb-stage"));
    this._holder = this._stage.appendChild(element("div", "lb-holder"));
    this._resized = () => this._fit();
    window.addEventListener("resize", this._resized);
    this._box.addEventListener("keydown", (event) => this._key(event));
    this._rescale();
    return this._paper.focus();
  },

  /* parcels are missing: no sheet, also where the browser prints by itself */
  _refuse: function () {
    if (!this._once) return notice(this._map, this._words.unready);
    this._box = document.body.appendChild(element("div", "lb-print"));
    this._box.appendChild(element("p", "lb-unready", this._words.unready));
    document.body.classList.add("lb-printing");
    return undefined;
  },

  close: function () {
    if (this._resized) window.removeEventListener("resize", this._resized);
    document.body.classList.remove("lb-printing");
    this._box.remove();
    if (this._page) this._page.remove();
    this._box = null;
    this.button.focus();
  },

  /* the focus stays within the dialog */
  _key: function (event) {
    if (event.key === "Escape") this.close();
    if (event.key !== "Tab") return;
    const all = [...this._form.querySelectorAll("select, input, button")];
    const to = event.shiftKey ? all[all.length - 1] : all[0];
    const from = event.shiftKey ? all[0] : all[all.length - 1];
    if (document.activeElement !== from) return;
    event.preventDefault();
    to.focus();
  },

  _fields: function () {
    const words = this._words, form = element("form", "lb-print-form");
    const field = function (name, input) {
      const label = form.appendChild(element("label", "", words[name]));
      input.classList.add("lb-input", "lb-field-" + name);
      label.appendChild(input);
      return input;
    };
    const line = (name, value) => {
      const input = field(name, element("input"));
      input.value = value;
      input.addEventListener("change", () => this._draw());
      return input;
    };
    form.addEventListener("submit", (event) => event.preventDefault());
    this._paper = field("paper", element("select"));
    Object.keys(PAPERS).forEach((name) => this._paper.appendChild(element("option", "", name)));
    this._paper.addEventListener("change", () => this._rescale());
    this._scale = field("scale", element("input"));
    Object.assign(this._scale, { type: "number", min: SCALES[0], max: SCALES[1], step: "any" });
    this._scale.addEventListener("change", () => this._setScale(Number(this._scale.value)));
    this._day = line("day", sayDay(today(), this._words.date));
    this._maker = line("maker", "");
    this._source = line("source", this._data.source);
    form.append(
      buttonOf(words.printNow, "lb-plain lb-main", () => window.print()),
      buttonOf(words.close, "lb-plain", () => this.close()));
    return form;
  },

  /* the largest round scale at which the view is on the paper */
  _rescale: function () {
    const [width, height] = PAPERS[this._paper.value].map;
    const view = this._view;
    this._setScale(round(Math.max(view.across / width, view.down / height) * 1000));
  },

  /* a scale that there is not leaves the one before; the field says which it is */
  _setScale: function (wanted) {
    const [least, most] = SCALES;
    if (wanted > 0) this._denominator = Math.min(most, Math.max(least, wanted));
    this._scale.value = this._denominator;
    this._draw();
  },

  _draw: function () {
    const paper = PAPERS[this._paper.value], about = surroundings(this._map);
    const sheet = element("article", "lb-sheet");
    this._page.textContent =
      "@page { size: " + paper.width + "mm " + paper.height + "mm; margin: 0 }";
    sheet.style.width = paper.width + "mm";
    sheet.style.height = paper.height - 0.5 + "mm"; // rounding must not begin a page
    sheet.style.setProperty("--lb-map-height", paper.map[1] + "mm");
    const head = sheet.appendChild(element("header", "lb-sheet-head"));
    head.appendChild(element("h1", "", about.title));
    head.appendChild(element("p", "", about.marks.join("　")));
    sheet.append(this._mapOf(paper), this._side(about), this._foot());
    refill(this._holder, sheet);
    this._spare(sheet.querySelector(".lb-sheet-side"));
    shrink(sheet.querySelector(".lb-sheet-foot"), LEAST_TYPE);
    this._fit();
  },

  _mapOf: function (paper) {
    const [width, height] = paper.map, box = element("figure", "lb-sheet-map");
    const lat = this._view.center.lat;
    const metres = this._denominator / 1000 / MM; // on the ground, of a CSS pixel
    const canvas = settled(paint(this._map, {
      center: this._view.center, zoom: Math.log2(metresOfPixel(lat, 0) / metres),
      width: width * MM, height: height * MM, ratio: RATIO, ground: "#f4f6f8",
    }));
    canvas.style.width = box.style.width = width + "mm";
    canvas.style.height = box.style.height = height + "mm";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", this._words.map);
    box.append(canvas, this._north());
    return box;
  },

  _north: function () {
    const box = element("div", "lb-north"), svg = L.SVG.create("svg"), arrow = L.SVG.create("path");
    svg.setAttribute("viewBox", "0 0 20 30");
    arrow.setAttribute("d", "M10 0 L18 30 L10 24 L2 30 Z");
    svg.appendChild(arrow);
    box.append(element("span", "", this._words.north), svg);
    return box;
  },

  _side: function (about) {
    const side = element("section", "lb-sheet-side"), words = this._words;
    about.tables.forEach(function (table, number) {
      const copy = side.appendChild(table.cloneNode(true));
      copy.className = number ? "lb-sheet-groups" : "lb-sheet-legend";
      copy.querySelectorAll("tbody tr").forEach((row) => {
        if (row.cells[1].textContent === "0") row.remove();
      });
    });
    if (about.filters.length) {
      side.appendChild(paragraph(words.filtered + about.filters.join(words.and)));
    }
    if (about.tables.length) side.appendChild(paragraph(words.ofAll));
    about.notes.forEach((note) => side.appendChild(paragraph(note)));
    about.groupNotes.forEach((note) =>
      side.appendChild(paragraph(note)).classList.add("lb-sheet-groups"));
    return side;
  },

  /* the table per banner goes where it does not fit, and the sheet says so */
  _spare: function (side) {
    const groups = side.querySelectorAll(".lb-sheet-groups");
    if (shrink(side, WITH_GROUPS)) return;
    groups.forEach((part) => (part.hidden = true));
    shrink(side, LEAST_TYPE);
    groups.forEach((part) => (part.hidden = false));
    if (!groups.length || !overflows(side)) return;
    groups.forEach((part) => part.remove());
    side.appendChild(paragraph(this._words.noRoom));
    shrink(side, LEAST_TYPE);
  },

  _foot: function () {
    const words = this._words, scale = this._denominator, foot = element("footer", "lb-sheet-foot");
    const bar = scaleBar((60 * scale) / 1000, words);
    const box = foot.appendChild(element("div", "lb-sheet-scale"));
    box.appendChild(element("span", "lb-ratio", words.ratio + scale.toLocaleString("en-US")));
    const line = box.appendChild(element("span", "lb-scale-bar"));
    line.style.width = (bar.metres / scale) * 1000 + "mm";
    line.append(...[1, 2, 3, 4].map(() => element("i")));
    box.appendChild(element("span", "", bar.text));
    box.appendChild(element("small", "", words.centre));
    const lines = [["source", this._source], ["maker", this._maker], ["day", this._day]]
      .filter(([, input]) => input.value.trim())
      .map(([name, input]) => words[name] + words.colon + input.value.trim());
    foot.appendChild(paragraph(lines.join("　")));
    return foot;
  },

  /* the sheet as small as the window: scaled, as `zoom` would break its lines anew */
  _fit: function () {
    const room = this._stage, holder = this._holder, sheet = holder.firstElementChild;
    const { offsetWidth: width, offsetHeight: height } = sheet;
    const fitting = Math.min(1, (room.clientWidth - 32) / width, (room.clientHeight - 32) / height);
    const times = Math.max(0.3, fitting);
    sheet.style.transform = "scale(" + times + ")";
    holder.style.width = width * times + "px";
    holder.style.height = height * times + "px";
  },
});

export const printButton = (map, data) => new Print(map, data).button;
