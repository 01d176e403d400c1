/* The print view: sheets of A4 or A3, across or upright, each true to scale at its centre:
   the view, every banner, or every parcel that is selected. */

import { openView, paint, scaleBar, surroundings } from "./canvas.js";
import { sayDay } from "./days.js";
import { buttonOf, element, notice, refill } from "./dom.js";
import { metresOfPixel } from "./geodesy.js";
import { isWhole } from "./layers.js";
import { MOST_PAGES, kindsOf, pagesOf } from "./pages.js";

const BETWEEN = 2; // mm between the maps of two days
const MM = 96 / 25.4; // CSS pixels of a millimetre
const RATIO = 3, LESS = 2, MANY = 12; // 288 dots an inch, of more pages fewer
const SCALES = [100, 1e8]; // denominators that a sheet can have
const KINDS = { days: "pagesDays", view: "pagesView", banner: "pagesBanner", parcel: "pagesParcel" };
const DATE = /(\d{4}-\d{2}-\d{2})/;
/* how small the type of a part may become for all of it to be there: first with the
   table per banner, then without */
const WITH_GROUPS = 0.85, LEAST_TYPE = 0.5, TYPE_STEP = 0.05;
const STEPS = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 10];
/* paper, and the frame of the map on it, in mm: across, and upright */
const PAPERS = {
  A4: { width: 297, height: 210, map: [186, 167] },
  A3: { width: 420, height: 297, map: [300, 254] },
};
const UPRIGHT = {
  A4: { width: 210, height: 297, map: [190, 166], upright: true },
  A3: { width: 297, height: 420, map: [277, 256], upright: true },
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

/* in columns, what has no room goes on to the right */
const overflows = (box) => box.scrollHeight > box.clientHeight ||
  (getComputedStyle(box).columnCount !== "auto" && box.scrollWidth > box.clientWidth);

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
    this._turn = (this._turn || 0) + 1; // pages that are still to be drawn are not
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
    const all = [...this._form.querySelectorAll("select, input, button")]
      .filter((node) => node.offsetParent && !node.disabled);
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
    const choice = (name, values) => {
      const select = field(name, element("select"));
      values.forEach(([value, text]) => (select.appendChild(element("option", "", text)).value = value));
      select.addEventListener("change", () => this._rescale());
      return select;
    };
    form.addEventListener("submit", (event) => event.preventDefault());
    this._kind = choice("pages", kindsOf(this._map).map((kind) => [kind, words[KINDS[kind]]]));
    this._kind.parentElement.hidden = this._kind.options.length < 2;
    this._paper = choice("paper", Object.keys(PAPERS).map((name) => [name, name]));
    this._way = choice("way", ["across", "upright"].map((way) => [way, words[way]]));
    this._scale = field("scale", element("input"));
    Object.assign(this._scale, { type: "number", min: SCALES[0], max: SCALES[1], step: "any" });
    this._scale.addEventListener("change", () => this._setScale(Number(this._scale.value)));
    this._day = line("day", sayDay(today(), this._words.date));
    this._maker = line("maker", "");
    this._source = line("source", this._data.source);
    this._said = form.appendChild(element("span", "lb-print-said"));
    this._said.setAttribute("role", "status");
    this._now = buttonOf(words.printNow, "lb-plain lb-main", () => window.print());
    form.append(
      this._now,
      buttonOf(words.close, "lb-plain", () => this.close()));
    return form;
  },

  _paperNow: function () {
    return (this._way.value === "upright" ? UPRIGHT : PAPERS)[this._paper.value];
  },

  /* the largest round scale at which a view is on the paper */
  _scaleOf: function ({ view, days }) {
    const [wide, height] = this._paperNow().map, [least, most] = SCALES, width = days ? (wide - BETWEEN) / 2 : wide;
    const fitting = round(Math.max(view.across / width, view.down / height) * 1000);
    return Math.min(most, Math.max(least, fitting));
  },

  /* each page at its own scale */
  _rescale: function () {
    this._fixed = null;
    this._pages = this._kind.value === "view" ? [{ view: this._view, draw: (act) => act() }]
      : pagesOf(this._map, this._kind.value, this._words, this._view);
    this._draw();
  },

  /* a scale that there is not leaves the one before; the field says which it is */
  _setScale: function (wanted) {
    const [least, most] = SCALES;
    if (wanted > 0) this._fixed = Math.min(most, Math.max(least, wanted));
    this._draw();
  },

  /* the first page now, the others by and by */
  _draw: function () {
    const paper = this._paperNow(), pages = this._pages.slice(0, MOST_PAGES);
    const turn = (this._turn = (this._turn || 0) + 1), all = this._pages.length;
    this._page.textContent =
      "@page { size: " + paper.width + "mm " + paper.height + "mm; margin: 0 }";
    this._stage.classList.toggle("lb-many", pages.length > 1);
    refill(this._stage);
    this._scale.value = this._fixed || (pages.length ? this._scaleOf(pages[0]) : "");
    this._now.disabled = pages.length > 1;
    const next = (at) => {
      if (turn !== this._turn || !this._box) return;
      if (at < pages.length) this._add(paper, pages[at], pages.length);
      this._said.textContent = pages.length < 2 ? "" : this._words[all > pages.length ? "tooManyPages" : "drawn"]
        .replace("{n}", Math.min(at + 1, pages.length)).replace("{all}", pages.length).replace("{most}", MOST_PAGES);
      if (at + 1 < pages.length) setTimeout(next, 0, at + 1);
      else this._now.disabled = !pages.length;
    };
    next(0);
  },

  /* one page: what it has not of its own is that of the map */
  _add: function (paper, page, count) {
    this._denominator = this._fixed || this._scaleOf(page);
    const { about, figure } = page.draw(() =>
      ({ about: surroundings(this._map), figure: this._figure(paper, page, count) }));
    if (page.tables) Object.assign(about, { tables: page.tables, groupNotes: page.groupNotes || [] });
    const holder = this._stage.appendChild(element("div", "lb-holder"));
    const sheet = element("article", paper.upright ? "lb-sheet lb-upright" : "lb-sheet");
    if (page.alone) Object.assign(about, { marks: [about.title, ...about.marks], title: page.name });
    else if (page.name) about.title = this._words.pageTitle.replace("{title}", about.title).replace("{name}", page.name);
    sheet.style.width = paper.width + "mm";
    sheet.style.height = paper.height - 0.5 + "mm"; // rounding must not begin a page
    sheet.style.setProperty("--lb-map-height", paper.map[1] + "mm");
    const head = sheet.appendChild(element("header", "lb-sheet-head"));
    head.appendChild(element("h1", "", about.title));
    head.appendChild(element("p", "", about.marks.join("　")));
    sheet.append(figure, this._side(about, page), this._foot());
    holder.appendChild(sheet);
    this._spare(sheet.querySelector(".lb-sheet-side"));
    shrink(sheet.querySelector(".lb-sheet-foot"), LEAST_TYPE);
    this._fit();
  },

  /* the map, or those of two days */
  _figure: function (paper, page, count) {
    const [width, height] = paper.map;
    if (!page.days) return this._mapOf([width, height], page.view, count);
    const pair = element("figure", "lb-sheet-pair"), own = [(width - BETWEEN) / 2, height];
    const [earlier, later] = [page.earlier, (act) => act()].map((draw) => draw(() => this._mapOf(own, page.view, count)));
    [earlier, later].forEach((box, at) => box.appendChild(element("span", "lb-sheet-day", page.days[at])));
    pair.append(earlier, later);
    return pair;
  },

  _mapOf: function ([width, height], view, count) {
    const box = element("figure", "lb-sheet-map");
    const lat = view.center.lat;
    const metres = this._denominator / 1000 / MM; // on the ground, of a CSS pixel
    const canvas = settled(paint(this._map, {
      center: view.center, zoom: Math.log2(metresOfPixel(lat, 0) / metres),
      width: width * MM, height: height * MM, ratio: count > MANY ? LESS : RATIO, ground: "#f4f6f8",
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

  _side: function (about, page) {
    const side = element("section", "lb-sheet-side"), words = this._words;
    about.tables.forEach(function (table) {
      const copy = side.appendChild(table.cloneNode(true));
      if (table.tagName !== "TABLE") return; // the card of a parcel
      copy.className = table.dataset.part === "groups" ? "lb-sheet-groups" : "lb-sheet-legend";
      copy.querySelectorAll("tbody tr").forEach((row) => {
        if (row.cells[1] && row.cells[1].textContent === "0") row.remove();
      });
    });
    if (about.filters.length) {
      side.appendChild(paragraph(words.filtered + about.filters.join(words.and)));
    }
    if (about.tables.length && (page.note || !page.name)) side.appendChild(paragraph(page.note || words.ofAll));
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
    const room = this._stage;
    [...room.children].forEach(function (holder) {
      const sheet = holder.firstElementChild, { offsetWidth: width, offsetHeight: height } = sheet;
      const fitting = Math.min(1, (room.clientWidth - 32) / width, (room.clientHeight - 32) / height);
      const times = Math.max(0.3, fitting);
      sheet.style.transform = "scale(" + times + ")";
      holder.style.width = width * times + "px";
      holder.style.height = height * times + "px";
    });
  },
});

export const printButton = (map, data) => new Print(map, data).button;
