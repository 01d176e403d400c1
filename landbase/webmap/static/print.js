/* The print view: one sheet, A4 or A3 landscape, true to scale at its centre. */
(function () {
  "use strict";
  const Landbase = (window.Landbase = window.Landbase || {});
  const element = Landbase.element;
  const MM = 96 / 25.4; // CSS pixels of a millimetre
  const RATIO = 3; // 288 dots an inch
  const STEPS = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 10];
  /* paper, and the frame of the map on it, in mm */
  const PAPERS = {
    A4: { width: 297, height: 210, map: [186, 167] },
    A3: { width: 420, height: 297, map: [300, 254] },
  };

  const round = function (least) {
    const power = 10 ** Math.floor(Math.log10(least));
    return STEPS.map((step) => step * power).find((step) => step >= least * (1 - 1e-9));
  };

  const today = function () {
    const now = new Date(), two = (number) => String(number).padStart(2, "0");
    return [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("-");
  };

  /* The same as a picture that is done: of a canvas just drawn, Chromium prints the
     strokes instead, 2 % too small. */
  const settled = function (canvas) {
    if (typeof OffscreenCanvas === "undefined") return canvas;
    const aside = new OffscreenCanvas(canvas.width, canvas.height);
    const done = document.createElement("canvas");
    aside.getContext("2d").drawImage(canvas, 0, 0);
    done.width = canvas.width;
    done.height = canvas.height;
    done.getContext("bitmaprenderer").transferFromImageBitmap(aside.transferToImageBitmap());
    return done;
  };

  const Print = L.Class.extend({
    initialize: function (map, data) {
      this._map = map;
      this._words = data.words;
      this._data = data;
      this.button = Landbase.button(data.words.print, "lb-tool", () => this.open());
      window.addEventListener("beforeprint", () => {
        if (!this._box) this.open({ once: true });
      });
      window.addEventListener("afterprint", () => this._once && this.close());
    },

    open: function (how) {
      if (this._box) return;
      this._once = Boolean(how && how.once);
      this._view = Landbase.openView(this._map);
      this._box = document.body.appendChild(element("div", "lb-print"));
      this._box.setAttribute("role", "dialog");
      this._box.setAttribute("aria-modal", "true");
      this._box.setAttribute("aria-label", this._words.print);
      this._page = document.head.appendChild(element("style"));
      this._form = this._box.appendChild(this._fields());
      this._stage = this._box.appendChild(element("div", "lb-stage"));
      this._resized = () => this._fit();
      window.addEventListener("resize", this._resized);
      this._box.addEventListener("keydown", (event) => this._key(event));
      this._rescale();
      this._paper.focus();
    },

    close: function () {
      window.removeEventListener("resize", this._resized);
      this._box.remove();
      this._page.remove();
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
      Object.assign(this._scale, { type: "number", min: "100", step: "any" });
      this._scale.addEventListener("change", () => this._draw());
      this._day = line("day", today());
      this._maker = line("maker", "");
      this._source = line("source", this._data.source);
      form.append(
        Landbase.button(words.printNow, "lb-plain lb-main", () => window.print()),
        Landbase.button(words.close, "lb-plain", () => this.close()));
      return form;
    },

    /* the largest round scale at which the view is on the paper */
    _rescale: function () {
      const [width, height] = PAPERS[this._paper.value].map;
      const view = this._view;
      this._scale.value = round(Math.max(view.across / width, view.down / height) * 1000);
      this._draw();
    },

    _draw: function () {
      const paper = PAPERS[this._paper.value], about = Landbase.surroundings(this._map);
      const sheet = element("article", "lb-sheet");
      this._page.textContent =
        "@page { size: " + paper.width + "mm " + paper.height + "mm; margin: 0 }";
      sheet.style.width = paper.width + "mm";
      sheet.style.height = paper.height - 0.5 + "mm"; // rounding must not begin a page
      const head = sheet.appendChild(element("header", "lb-sheet-head"));
      head.appendChild(element("h1", "", about.title));
      head.appendChild(element("p", "", about.marks.join("　")));
      sheet.append(this._mapOf(paper), this._side(about), this._foot());
      this._stage.replaceChildren(sheet);
      this._spare(sheet);
      this._fit();
    },

    _denominator: function () {
      const wanted = Number(this._scale.value);
      return wanted >= 100 ? wanted : 100;
    },

    _mapOf: function (paper) {
      const [width, height] = paper.map, box = element("figure", "lb-sheet-map");
      const lat = this._view.center.lat;
      const metres = this._denominator() / 1000 / MM; // on the ground, of a CSS pixel
      const canvas = settled(Landbase.paint(this._map, {
        center: this._view.center, zoom: Math.log2(Landbase.metresOfPixel(lat, 0) / metres),
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
        side.appendChild(element("p", "", words.filtered + about.filters.join(words.and)));
      }
      if (about.tables.length) side.appendChild(element("p", "", words.ofAll));
      about.notes.forEach((note) => side.appendChild(element("p", "", note)));
      return side;
    },

    /* the table per banner goes where it does not fit */
    _spare: function (sheet) {
      const side = sheet.querySelector(".lb-sheet-side");
      const over = () => side.scrollHeight > side.clientHeight + 1;
      if (over()) side.querySelectorAll(".lb-sheet-groups").forEach((table) => table.remove());
    },

    _foot: function () {
      const words = this._words, scale = this._denominator(), foot = element("footer", "lb-sheet-foot");
      const bar = Landbase.scaleBar((60 * scale) / 1000, words);
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
      foot.appendChild(element("p", "", lines.join("　")));
      return foot;
    },

    _fit: function () {
      const sheet = this._stage.firstElementChild, room = this._stage;
      if (!sheet) return;
      sheet.style.setProperty("--lb-zoom", "1");
      const least = Math.min(
        1, (room.clientWidth - 32) / sheet.offsetWidth, (room.clientHeight - 32) / sheet.offsetHeight);
      sheet.style.setProperty("--lb-zoom", String(Math.max(0.3, least)));
    },
  });

  Landbase.features.print = (map, data) => new Print(map, data).button;
})();
