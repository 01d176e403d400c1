/* Draw what a map shows onto a canvas: any place, any scale, any resolution.

   Print and picture are made with it. Paper is light, so colours are those of the
   options, not those of a dark page. */

import { CHOSEN, drawChosen, drawRows } from "./drawing.js";
import { element } from "./dom.js";
import { metresOfPixel, unitOf, worldOf } from "./geodesy.js";
import { boundsOf, dotOf } from "./layers.js";
import { namesApart } from "./outlines.js";
import { Store } from "./store.js";
import { withUnit } from "./texts.js";

const INK = "#3e4c59", HALO = "#ffffff";

/* place on the canvas in CSS pixels, of longitude and latitude */
function projection(frame) {
  const world = worldOf(frame.zoom), unit = unitOf(frame.zoom);
  const x = (lon) => (lon / 360 + 0.5) * world;
  const y = function (lat) {
    const sine = Math.sin((lat * Math.PI) / 180);
    return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * world;
  };
  const left = x(frame.center.lng) - frame.width / 2;
  const top = y(frame.center.lat) - frame.height / 2;
  return {
    world, unit, left, top, x: (lon) => x(lon) - left, y: (lat) => y(lat) - top,
    at: (latLng) => [x(latLng.lng) - left, y(latLng.lat) - top],
  };
}

/* a canvas of the same size, to draw dots on */
function spareOf({ width, height }) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  return canvas.getContext("2d", { willReadFrequently: true });
}

function trace(context, rings, at, closed) {
  rings.forEach(function (ring) {
    ring.forEach(function (place, number) {
      const [x, y] = at(Array.isArray(place) ? { lat: place[0], lng: place[1] } : place);
      if (number) context.lineTo(x, y);
      else context.moveTo(x, y);
    });
    if (closed) context.closePath();
  });
}

/* as on the tiles of a map: polygons by class, then dots, then what is selected */
function parcels(context, view, frame, layer) {
  const store = layer.store, dot = dotOf(layer), { unit } = view;
  const [x, y] = Store.units(frame.center);
  const half = [frame.width / 2 + dot, frame.height / 2 + dot].map((pixels) => pixels * unit);
  const rows = store.within(x - half[0], y - half[1], x + half[0], y + half[1]);
  const to = {
    times: 1 / unit, left: view.left - view.world / 2, top: view.top - view.world / 2,
    dot: dot, ratio: frame.ratio, spare: spareOf(context.canvas),
  };
  context.globalAlpha = layer.options.opacity || 1;
  for (const step of drawRows(store, context, to, rows)) void step;
  context.globalAlpha = 1;
  for (const step of drawChosen(store, context, to, rows)) void step;
}

function flat(places) {
  return places.length && Array.isArray(places[0]) ? places.flatMap(flat) : [places];
}

function path(context, view, layer, share) {
  const look = layer.options, polygon = layer instanceof L.Polygon;
  context.beginPath();
  if (layer.getLatLng) {
    const [x, y] = view.at(layer.getLatLng());
    context.arc(x, y, layer._radius || 4, 0, 2 * Math.PI);
  } else trace(context, flat(layer.getLatLngs()), view.at, polygon);
  if (look.fill || (look.fill === undefined && polygon)) {
    context.globalAlpha = look.fillOpacity * share;
    context.fillStyle = look.fillColor || look.color;
    context.fill("evenodd");
  }
  if (look.stroke) {
    context.globalAlpha = look.opacity * share;
    context.strokeStyle = look.color;
    context.lineWidth = look.weight;
    context.lineJoin = look.lineJoin;
    context.setLineDash((look.dashArray || "").toString().split(/[ ,]+/).filter(Boolean).map(Number));
    context.stroke();
    context.setLineDash([]);
  }
  context.globalAlpha = 1;
}

function marker(context, view, layer, share) {
  const [x, y] = view.at(layer.getLatLng()), node = layer.getElement();
  if (!node) return;
  if (node instanceof HTMLImageElement) {
    const anchor = L.point(layer.options.icon.options.iconAnchor || [0, 0]);
    if (node.complete && node.naturalWidth) {
      context.drawImage(node, x - anchor.x, y - anchor.y, node.width, node.height);
    }
    return;
  }
  const text = node.textContent.trim();
  context.font = "600 13px " + getComputedStyle(node).fontFamily;
  if (!context.landbaseNames.room(x, y, context.measureText(text).width)) return;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 3;
  context.lineJoin = "round";
  context.strokeStyle = HALO;
  context.fillStyle = INK;
  context.globalAlpha = share;
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
  context.globalAlpha = 1;
}

function image(context, view, layer) {
  const bounds = layer.getBounds(), node = layer.getElement();
  if (!node || !node.complete || !node.naturalWidth) return;
  const [left, top] = view.at(bounds.getNorthWest());
  const [right, bottom] = view.at(bounds.getSouthEast());
  context.globalAlpha = layer.options.opacity;
  context.drawImage(node, left, top, right - left, bottom - top);
  context.globalAlpha = 1;
}

/* the tiles that the page has now; others would have to be asked for */
function tiles(context, view, frame, layer) {
  Object.values(layer._tiles).forEach(function (tile) {
    if (!tile.el.complete || !tile.el.naturalWidth) return;
    const size = layer.getTileSize().x * 2 ** (frame.zoom - tile.coords.z);
    context.drawImage(
      tile.el, tile.coords.x * size - view.left, tile.coords.y * size - view.top, size, size);
  });
}

const embedded = (context, view, frame, layer) => layer.paint(context, view, frame);

function drawing(layer, frame) {
  if (layer.landbasePaint) return frame.afar ? layer.landbasePaint : null;
  if (layer.store) return frame.afar ? null : parcels;
  if (layer.paint) return embedded;
  if (layer.row >= 0) return null; // its group has a store
  if (layer instanceof L.TileLayer) return frame.tiles === false ? null : tiles;
  if (layer instanceof L.ImageOverlay) return image;
  if (layer instanceof L.Path) return path;
  return layer instanceof L.Marker ? marker : null;
}

/* `frame`: center, zoom (need not be whole), width and height in CSS pixels, ratio of
   pixels to those, ground; `tiles: false` leaves the tiles of base maps out */
export function paint(map, frame) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(frame.width * frame.ratio);
  canvas.height = Math.round(frame.height * frame.ratio);
  const context = canvas.getContext("2d"), view = projection(frame), jobs = [], overview = map.landbaseOverview;
  frame = Object.assign({ afar: Boolean(overview && overview.hidesParcels()) }, frame);
  context.landbaseNames = namesApart();
  context.scale(frame.ratio, frame.ratio);
  context.fillStyle = frame.ground;
  context.fillRect(0, 0, frame.width, frame.height);
  const groupOf = new Map(); // how opaque and how high, their groups say
  map.eachLayer((layer) => layer.landbasePanes && layer.eachLayer && layer.eachLayer((one) => groupOf.set(one, layer)));
  map.eachLayer(function (layer) {
    const draw = drawing(layer, frame), pane = map.getPane(layer.options.pane || "overlayPane");
    const { landbaseRank: rank = 0, landbaseShare: share = 1 } = groupOf.get(layer) || layer;
    if (draw) jobs.push({ draw, layer, share, rank, z: Number(getComputedStyle(pane).zIndex) || 0 });
  });
  const last = (job) => (job.draw === marker ? 1 : 0);
  jobs.sort((one, other) => one.z - other.z || one.rank - other.rank || last(one) - last(other));
  jobs.forEach(function ({ draw, layer, share }) {
    if ([tiles, embedded].includes(draw)) context.globalAlpha = layer.options.opacity;
    if ([parcels, tiles, embedded].includes(draw)) draw(context, view, frame, layer);
    else draw(context, view, layer, share);
    context.globalAlpha = 1;
  });
  return canvas;
}

/* a line of what is selected, for a table of the legend */
function lineOf({ label, figures }) {
  const row = element("tr", "lb-chosen"), head = row.appendChild(element("th"));
  const ring = head.appendChild(element("span", "lb-swatch"));
  Object.assign(ring.style, { backgroundColor: HALO, borderColor: CHOSEN.color });
  head.appendChild(element("span", "", label));
  figures.forEach((figure) => row.appendChild(element("td", "", figure)));
  return row;
}

/* copies of the tables of the legend, with what the rings around parcels mean */
function tablesOf(map, legend) {
  const copies = legend ? [...legend.querySelectorAll("table")].map(function (table) {
    const copy = table.cloneNode(true);
    copy.dataset.part = table.closest(".lb-by") ? "groups" : "legend";
    return copy;
  }) : [];
  const chosen = map.landbaseSelection && map.landbaseSelection.line();
  copies.forEach((copy) => copy.querySelectorAll(".lb-pick").forEach((button) =>
    button.replaceWith(element("span", "", button.textContent))));
  if (!chosen) return copies;
  if (!copies.length) {
    copies.push(element("table"));
    copies[0].append(element("caption", "", chosen.title), element("thead"), element("tbody"), element("tfoot"));
    const head = copies[0].tHead.appendChild(element("tr"));
    ["", ...chosen.heads].forEach((text) => head.appendChild(element("th", "", text)));
  }
  const sums = copies.find((copy) => copy.tFoot) || copies[0];
  sums.tFoot.appendChild(lineOf(chosen));
  return copies;
}

/* what stands around the map now: title, marks, legend, filters */
export function surroundings(map) {
  const title = map.getContainer().previousElementSibling;
  const bar = title && title.classList.contains("lb-title") ? title : null;
  const texts = (root, selector) =>
    root ? [...root.querySelectorAll(selector)].map((node) => node.textContent) : [];
  const box = map.getContainer(), legend = box.querySelector(".lb-legend");
  return {
    title: bar ? bar.querySelector("h1").textContent : document.title,
    marks: [...texts(bar, ".lb-note"), ...texts(document, "[data-lb-mark]")],
    filters: texts(box, ".lb-chip[data-filter]"),
    tables: tablesOf(map, legend),
    notes: [...texts(legend, ":scope > .lb-foot:not(.lb-how)"),
      ...texts(box, ".leaflet-control-attribution").filter(Boolean),
      ...(map.landbaseNotepad ? map.landbaseNotepad.lines() : [])],
    groupNotes: texts(legend, ".lb-by .lb-foot"),
  };
}

/* where things are drawn, in pixels of the view */
function extent(map) {
  const bounds = L.bounds([]);
  const add = (box) => [box.getNorthWest(), box.getSouthEast()].forEach(
    (latLng) => bounds.extend(map.latLngToContainerPoint(latLng)));
  map.eachLayer(function (layer) {
    if (layer instanceof L.Polyline && !layer.isEmpty()) add(layer.getBounds());
  });
  const shown = boundsOf(map);
  if (shown) add(shown);
  return bounds;
}

/* the part of the view that no panel covers and that has something in it: its centre,
   and metres across and down */
export function openView(map) {
  const size = map.getSize(), panel = map.getContainer().querySelector(".lb-layers");
  const room = panel && size.x > 2 * panel.offsetWidth ? panel.offsetWidth + 20 : 0;
  const open = L.bounds([map.landbaseCovered || 0, 0], [size.x - room, size.y]), full = extent(map);
  const shared = full.isValid() && full.intersects(open)
    ? L.bounds(
      [Math.max(full.min.x - 12, open.min.x), Math.max(full.min.y - 12, 0)],
      [Math.min(full.max.x + 12, open.max.x), Math.min(full.max.y + 12, open.max.y)])
    : open;
  const center = map.containerPointToLatLng(shared.getCenter());
  const metres = metresOfPixel(center.lat, map.getZoom());
  const part = shared.getSize();
  return { center, across: part.x * metres, down: part.y * metres };
}

/* the longest round length of at most so many metres, and how it is written */
export function scaleBar(most, words) {
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = [5, 2, 1].map((step) => step * power).find((length) => length <= most);
  const text = metres < 1000 ? withUnit(metres, words.metre) : withUnit(metres / 1000, words.km);
  return { metres, text };
}
