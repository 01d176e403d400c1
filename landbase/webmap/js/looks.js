/* How the layers lie over each other: which is on top, how opaque each is; and whether
   parcels have labels. A link keeps it, prints and pictures have it. */

import { buttonOf, element, refill } from "./dom.js";
import { labelsOf } from "./labels.js";
import { pageLayers } from "./layers.js";
import { linked, toLink } from "./link.js";

const LEAST = 0.1; // a layer that cannot be seen is not there
const UNDER = 300, OVER = 410; // z of what lies under parcels, and over them

const isParcels = (layer) => pageLayers.includes(layer);

/* the panes of a layer, of its own: what lies in one with others gets another */
function panesOf(map, layer) {
  if (!layer.landbasePanes) {
    const name = "lbLayer" + L.stamp(layer), pane = map.createPane(name);
    const node = layer.getContainer ? layer.getContainer() : layer.getElement();
    layer.landbasePanes = [layer.options.pane = name];
    pane.style.pointerEvents = "none";
    if (node) pane.appendChild(node);
  }
  return layer.landbasePanes.map((name) => map.getPane(name)).filter(Boolean);
}

function heightOf(map, layer) {
  const [name] = layer.landbasePanes || [layer.options.pane || "overlayPane"], pane = map.getPane(name);
  return pane ? Number(getComputedStyle(pane).zIndex) : 0;
}

/* how opaque a layer is now; parcels and pictures may be less than wholly so from the first */
const shareOf = (layer) => [layer.landbaseShare, layer.options.opacity, 1].find((share) => share !== undefined);

function fade(map, layer, share) {
  layer.landbaseShare = share;
  if (layer.setShare) layer.setShare(share);
  else if (layer.setOpacity) layer.setOpacity(share);
  else panesOf(map, layer).forEach((pane) => (pane.style.opacity = share));
}

/* bring layers into an order, the last on top. Parcels stay where they are, one beside
   the other: what stands for them from afar or on another day lies over them. */
function stack(map, layers) {
  const first = layers.findIndex(isParcels);
  layers.forEach(function (layer, at) {
    layer.landbaseRank = at + 1; // for who draws or points at them
    if (!isParcels(layer)) {
      const above = first >= 0 && at > first;
      panesOf(map, layer)[0].style.zIndex = at + (above ? OVER : UNDER);
      if (layer.setAbove) layer.setAbove(above);
    } else if (layer.setZIndex) layer.setZIndex(at + 1);
    else if (map.hasLayer(layer)) layer.bringToFront();
  });
}

/* the order after one of a list has gone one up or down; those for which `isOne` holds
   stay together */
export function moved(list, item, way, isOne) {
  const blocks = [];
  list.forEach(function (one) {
    const last = blocks[blocks.length - 1];
    if (last && isOne(one) && isOne(last[0])) last.push(one);
    else blocks.push([one]);
  });
  const at = blocks.findIndex((block) => block.includes(item)), own = blocks[at];
  const from = own.indexOf(item), to = from + way;
  if (own[to]) [own[from], own[to]] = [own[to], item];
  else if (blocks[at + way]) [blocks[at], blocks[at + way]] = [blocks[at + way], own];
  return blocks.flat();
}

/* a list with the named of it in the order of their names, in the places that they have */
export function ordered(list, names) {
  const placeOf = ({ name }) => names.indexOf(name);
  const named = list.filter((one) => placeOf(one) >= 0).sort((one, other) => placeOf(one) - placeOf(other));
  return list.map((one) => (placeOf(one) >= 0 ? named.shift() : one));
}

/* a list with those for which `isOne` holds side by side, where the first of them is */
function together(list, isOne) {
  const first = list.findIndex(isOne), rest = list.filter((one) => !isOne(one));
  if (first >= 0) rest.splice(first, 0, ...list.filter(isOne));
  return rest;
}

const isShare = (share) => share >= LEAST && share <= 1;

/* {shares: {name: share}, order: names from below up} of a link, and the share that older
   links have of all parcels */
function fromLink() {
  let read = null;
  try {
    read = JSON.parse(linked("looks"));
  } catch (unreadable) {
    read = null; // someone may have cut the link
  }
  const { shares, order } = Object(read);
  return { shares: Object(shares), order: Array.isArray(order) ? order : [], all: Number(linked("opacity")) };
}

const Looks = L.Class.extend({
  initialize: function (map, control, words) {
    Object.assign(this, { _map: map, _words: words, _write: labelsOf(map) });
    this._usual = control._layers.filter(({ layer }) => layer.setShare || layer.setOpacity || layer.landbasePanes)
      .map(({ layer, name }) => ({
        layer, usual: shareOf(layer), // the control has names as markup
        name: new DOMParser().parseFromString(name, "text/html").body.textContent,
      })).sort((one, other) => heightOf(map, one.layer) - heightOf(map, other.layer));
    this._order = this._usual;
    this._build(control.getContainer());
    map.on("lbready", this._take, this);
    map.on("overlayadd baselayerchange lbchanged", () => this._turned && this._stack());
    window.addEventListener("hashchange", () => this._take());
  },

  _build: function (box) {
    const words = this._words, form = element("section", "lb-panel lb-looks leaflet-control");
    form.setAttribute("aria-label", words.looks);
    L.DomEvent.disableClickPropagation(form);
    L.DomEvent.disableScrollPropagation(form);
    const fold = form.appendChild(element("details"));
    fold.appendChild(element("summary", "", words.looks));
    this._list = fold.appendChild(element("ol"));
    const label = form.appendChild(element("label")), tick = (this._tick = label.appendChild(element("input")));
    tick.type = "checkbox";
    label.appendChild(element("span", "", words.labels));
    tick.addEventListener("change", () => {
      this._write(tick.checked);
      toLink("labels", tick.checked ? "on" : "");
    });
    box.after(form);
  },

  /* the list, the layer on top first */
  _show: function () {
    refill(this._list, ...[...this._order].reverse().map((entry, at) => this._line(entry, at)));
  },

  _line: function (entry, at) {
    const words = this._words, { layer, name } = entry, last = this._order.length - 1;
    const named = (text) => text.replace("{layer}", name), line = element("li"), range = element("input");
    const label = line.appendChild(element("span", "", name));
    label.title = name;
    line.appendChild(range);
    Object.assign(range, { type: "range", min: LEAST, max: 1, step: 0.05, value: shareOf(layer) });
    range.setAttribute("aria-label", named(words.opacity));
    range.addEventListener("input", () => {
      fade(this._map, layer, Number(range.value));
      this._changed();
    });
    [["↑", words.up, 1, at === 0], ["↓", words.down, -1, at === last]].forEach(([sign, text, way, end]) => {
      const button = line.appendChild(buttonOf(sign, "lb-small", () => this._move(entry, way)));
      button.setAttribute("aria-label", named(text));
      button.title = named(text);
      button.setAttribute("aria-disabled", String(end)); // it keeps the focus
    });
    return line;
  },

  _move: function (entry, way) {
    this._order = moved(this._order, entry, way, ({ layer }) => isParcels(layer));
    this._stack();
    this._show();
    const line = this._list.children[this._order.length - 1 - this._order.indexOf(entry)];
    line.querySelectorAll("button")[way > 0 ? 0 : 1].focus();
    this._changed();
  },

  _stack: function () {
    this._turned = true;
    stack(this._map, this._order.map(({ layer }) => layer));
  },

  /* what differs from the page as it was made goes into the link */
  _changed: function () {
    const other = this._usual.filter(({ layer, usual }) => shareOf(layer) !== usual), kept = {};
    if (other.length) kept.shares = Object.assign({}, ...other.map(({ layer, name }) => ({ [name]: shareOf(layer) })));
    if (this._order.some((entry, at) => entry !== this._usual[at])) kept.order = this._order.map(({ name }) => name);
    toLink("opacity", "");
    toLink("looks", Object.keys(kept).length ? JSON.stringify(kept) : "");
    this._map.fire("lblooks");
  },

  _take: function () {
    const { shares, order, all } = fromLink();
    this._usual.forEach(({ layer, name, usual }) => {
      const linkedShare = [shares[name], isParcels(layer) ? all : 0].find(isShare);
      const wanted = linkedShare === undefined ? usual : linkedShare;
      if (wanted !== shareOf(layer)) fade(this._map, layer, wanted);
    });
    this._order = together(ordered(this._usual, order), ({ layer }) => isParcels(layer));
    if (this._turned || order.length) this._stack();
    this._tick.checked = linked("labels") === "on";
    this._write(this._tick.checked);
    this._show();
    this._map.fire("lblooks");
  },
});

export const addLooks = (map, control, words) => new Looks(map, control, words);
