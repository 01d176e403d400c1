/* The notepad: draw points, lines and areas, write a note to each; list, save and open
   them. Nothing leaves the machine: notes are in the address and in files. */

import { buttonOf, element, notice, refill, say } from "./dom.js";
import { download } from "./exporting.js";
import { openLayers } from "./layers.js";
import { linked, toLink } from "./link.js";
import { Measure } from "./measure.js";
import { cleanText, fromAddress, fromFile, joined, LEAST, LIMITS, toAddress, toFile } from "./memos.js";
import { Store } from "./store.js";
import { lookAt } from "./views.js";

const PANE = "lbNotes", COLOR = "#0b6e4f", SIZE = 20; // px of a number
const PRINTED = 1200; // letters of notes on a sheet
const LOOK = { color: COLOR, weight: 2.5, fillColor: COLOR, fillOpacity: 0.12, interactive: false };

/* as measuring draws, but what is drawn is kept */
const Pencil = Measure.extend({
  _name: "",

  initialize: function (map, data, kept) {
    Measure.prototype.initialize.call(this, map, data);
    this._kept = kept;
  },

  draw: function (kind, button) {
    this._kind = kind;
    this._buttons = { true: button, false: button };
    this.start(kind === "area");
  },

  _press: function () {
    Object.values(this._buttons).forEach((button) => button.setAttribute("aria-pressed", String(this._busy === true)));
  },

  _add: function (latLng) {
    Measure.prototype._add.call(this, latLng);
    if (this._kind === "point") this._finish();
  },

  _finish: function () {
    const places = this._places.map(({ lng, lat }) => [lng, lat]).slice(0, LIMITS.places);
    if (places.length < LEAST[this._kind]) return;
    this.stop();
    this._kept({ kind: this._kind, places, text: "", parcel: "" });
  },
});

/* the number of a note, on the map and on paper */
function numberMark(at, number, title) {
  const icon = L.divIcon({
    className: "lb-memo-mark", html: element("span", "", String(number)), iconSize: [SIZE, SIZE],
  });
  const mark = L.marker(at, { icon, title, pane: PANE });
  mark.paint = function (context, view) {
    const [x, y] = view.at(mark.getLatLng());
    context.beginPath();
    context.arc(x, y, SIZE / 2, 0, 2 * Math.PI);
    Object.assign(context, {
      fillStyle: COLOR, strokeStyle: "#ffffff", lineWidth: 1.5, textAlign: "center", textBaseline: "middle",
      font: "600 12px sans-serif",
    });
    context.fill();
    context.stroke();
    context.fillStyle = "#ffffff";
    context.fillText(String(number), x, y);
  };
  return mark;
}

const latLngs = (places) => places.map(([lon, lat]) => [lat, lon]);

const Notepad = L.Class.extend({
  initialize: function (map, data) {
    const words = (this._words = data.memo);
    this._map = map;
    this._notes = [];
    this._group = L.featureGroup().addTo(map);
    map.createPane(PANE).style.zIndex = 630;
    this._renderer = L.svg({ pane: PANE, padding: 0.5 });
    this._pencil = new Pencil(map, Object.assign({}, data, { words: Object.assign({}, data.words, words.drawing) }),
      (note) => this._keep(note));
    this.button = buttonOf(words.memo, "lb-tool", () => this.open(this._box.hidden));
    this.button.setAttribute("aria-pressed", "false");
    this._box = this._panel();
    this._take();
    window.addEventListener("hashchange", () => this._take());
    this._receive(map.getContainer());
    window.addEventListener("beforeunload", (event) => {
      if (this._unlinked && this._unsaved) event.preventDefault();
    });
  },

  /* ---- the panel */

  _panel: function () {
    const words = this._words, box = element("section", "lb-panel lb-kit lb-memos leaflet-control");
    box.hidden = true;
    box.setAttribute("aria-label", words.memo);
    const kinds = box.appendChild(element("div", "lb-measure-buttons"));
    ["point", "line", "area"].forEach((kind) => {
      const button = kinds.appendChild(buttonOf(words[kind], "lb-plain", () => this._pencil.draw(kind, button)));
    });
    this._list = box.appendChild(element("ol", "lb-memo-list"));
    this._said = box.appendChild(element("p", "lb-foot"));
    this._said.setAttribute("role", "status");
    const file = box.appendChild(element("input"));
    Object.assign(file, { type: "file", accept: ".json,.geojson", hidden: true });
    file.addEventListener("change", () => {
      if (file.files.length) this._read(file.files[0]);
      file.value = "";
    });
    const line = box.appendChild(element("div", "lb-measure-buttons"));
    this._save = buttonOf(words.save, "lb-plain", () => this.save());
    line.append(this._save, buttonOf(words.open, "lb-plain", () => file.click()),
      buttonOf(words.close, "lb-plain", () => this.open(false)));
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.open(false);
    });
    const Control = L.Control.extend({ options: { position: "bottomleft" }, onAdd: () => box });
    new Control().addTo(this._map);
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    return box;
  },

  open: function (wanted) {
    if (wanted && this._map.landbaseMeasure) this._map.landbaseMeasure.stop();
    this._box.hidden = !wanted;
    this._map.getContainer().classList.toggle("lb-noting", wanted);
    this.button.setAttribute("aria-pressed", String(wanted));
    (wanted ? this._box.querySelector("button") : this.button).focus();
  },

  _tell: function () {
    const { how, unlinked, linked: kept } = this._words, { notes, letters } = LIMITS;
    const said = this._unlinked ? unlinked : this._notes.length ? kept : how;
    this._said.textContent = said.replace("{n}", notes).replace("{letters}", letters);
    this._save.disabled = !this._notes.length;
  },

  _line: function (note, at) {
    const words = this._words, item = element("li", "lb-memo");
    const name = (text) => text.replace("{n}", at + 1);
    const show = item.appendChild(buttonOf(String(at + 1), "lb-memo-number", () => this._show(note)));
    show.setAttribute("aria-label", name(words.show));
    const side = item.appendChild(element("div", "lb-memo-text"));
    if (note.parcel) side.appendChild(element("span", "lb-memo-parcel", words.about.replace("{id}", note.parcel)));
    const field = side.appendChild(element("textarea", "lb-input"));
    Object.assign(field, { value: note.text, rows: 2, maxLength: LIMITS.letters, placeholder: words.write });
    field.setAttribute("aria-label", name(words.text));
    field.addEventListener("input", () => {
      note.text = cleanText(field.value);
      this._store();
    });
    field.addEventListener("change", () => this._draw());
    const away = item.appendChild(buttonOf("×", "lb-small", () => this._remove(at)));
    away.setAttribute("aria-label", name(words.remove));
    return item;
  },

  _show: function (note) {
    lookAt(this._map, L.latLngBounds(latLngs(note.places)));
  },

  _remove: function (at) {
    this._notes.splice(at, 1);
    this._changed();
    const fields = this._list.querySelectorAll("textarea");
    (fields[Math.min(at, fields.length - 1)] || this._box.querySelector("button")).focus();
  },

  /* ---- notes */

  _keep: function (note) {
    if (this._notes.length >= LIMITS.notes) return notice(this._map, this._words.full.replace("{n}", LIMITS.notes));
    if (note.kind === "point" && !note.parcel) note.parcel = this._parcelAt(note.places[0]);
    this._notes.push(note);
    this.open(true);
    this._changed();
    return this._list.lastChild.querySelector("textarea").focus();
  },

  /* the id of the parcel at a place, where the page has ids */
  _parcelAt: function ([lng, lat]) {
    for (const { store } of openLayers(this._map)) {
      const row = store.at(...Store.units({ lng, lat }), 0, 0);
      if (row >= 0) return this._idOf(store, row);
    }
    return "";
  },

  _idOf: function (store, row) {
    const column = store.columns.findIndex(({ name }) => name === "parcel_id");
    return column < 0 ? "" : store.text(column, row);
  },

  /* the button of a card */
  forCard: function ({ store }, row, latLng) {
    return buttonOf(this._words.here, "lb-small lb-choose", () => {
      this._map.closePopup();
      this._keep({ kind: "point", places: [[latLng.lng, latLng.lat]], text: "", parcel: this._idOf(store, row) });
    });
  },

  _changed: function () {
    this._draw();
    refill(this._list, ...this._notes.map((note, at) => this._line(note, at)));
    this._store();
  },

  _draw: function () {
    const look = Object.assign({ renderer: this._renderer, pane: PANE }, LOOK);
    this._group.clearLayers();
    this._notes.forEach(({ kind, places, text }, at) => {
      const line = latLngs(places);
      if (kind === "line") this._group.addLayer(L.polyline(line, look));
      if (kind === "area") this._group.addLayer(L.polygon(line, look));
      const mark = numberMark(line[0], at + 1, text || this._words.memo).addTo(this._group);
      mark.on("click", () => {
        this.open(true);
        this._list.children[at].querySelector("textarea").focus();
      });
    });
  },

  /* ---- address and files */

  _store: function () {
    const text = toAddress(this._notes);
    this._unsaved = this._notes.length > 0;
    this._unlinked = encodeURIComponent(text).length > LIMITS.link;
    toLink("notes", this._unlinked ? "" : text);
    this._tell();
  },

  _take: function () {
    if (this._unlinked && !linked("notes")) return;
    const notes = fromAddress(linked("notes"));
    if (toAddress(notes) !== toAddress(this._notes) || !notes.length) {
      this._notes = notes;
      this._draw();
      refill(this._list, ...notes.map((note, at) => this._line(note, at)));
    }
    this._tell();
  },

  save: function () {
    download(this._words.file + ".geojson", new Blob([toFile(this._notes)], { type: "application/geo+json" }));
    this._unsaved = false;
  },

  _read: async function (file) {
    const words = this._words;
    const found = file.size > LIMITS.bytes ? null : fromFile(await file.text());
    if (!found) return notice(this._map, words.none.replace("{file}", file.name));
    const all = joined(this._notes, found.notes), kept = all.slice(0, LIMITS.notes);
    const left = found.left + all.length - kept.length;
    this._notes = kept;
    this.open(true);
    this._changed();
    const told = words.read.replace("{n}", found.notes.length) + (left ? words.left.replace("{n}", left) : "");
    this._said.textContent = told;
    return say(this._map, told);
  },

  /* files that are dropped onto the map */
  _receive: function (box) {
    const files = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
    box.addEventListener("dragover", (event) => files(event) && event.preventDefault());
    box.addEventListener("drop", (event) => {
      if (!files(event)) return;
      event.preventDefault();
      [...event.dataTransfer.files].slice(0, 1).forEach((file) => this._read(file));
    });
  },

  /* what paper says of the notes */
  lines: function () {
    const lines = [];
    let room = PRINTED;
    this._notes.every(function ({ text, parcel }, at) {
      const line = at + 1 + ". " + (parcel ? parcel + " " : "") + text.replace(/\n/g, " ");
      room -= line.length;
      if (room >= 0) lines.push(line);
      return room >= 0;
    });
    const left = this._notes.length - lines.length;
    if (left) lines.push(this._words.unprinted.replace("{n}", left));
    return lines.length ? [this._words.memo + this._words.colon + lines.join("　")] : [];
  },
});

export function memoButton(map, data) {
  map.landbaseNotepad = new Notepad(map, data);
  return map.landbaseNotepad.button;
}
