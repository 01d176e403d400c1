/* The view as a PNG picture at twice its size: title, filters, map, north, legend, scale. */

import { paint, scaleBar, surroundings } from "./canvas.js";
import { buttonOf, notice, say } from "./dom.js";
import { download } from "./exporting.js";
import { isWhole } from "./layers.js";
import { metresOfPixel } from "./geodesy.js";

const RATIO = 2, EDGE = 12, LINE = 22, SIDE = 20; // px
const INK = "#1f2933", SOFT = "#5f6c7b", RULE = "#dde3e9";
const TITLE = { size: 18, weight: 600, color: "#ffffff", tall: 26 };
const MARKS = { size: 13, weight: 400, color: "#dfe8f0", tall: 20 };
/* what is not parted: words of Latin letters and dates; no line begins with a comma */
const PARTS = /[!-~]+[\s、，。]*|[^!-~][、，。：）]*/gu;

const fonts = () => getComputedStyle(document.documentElement).getPropertyValue("--lb-fonts");

const fontOf = ({ size = 13, weight = 400 }) => weight + " " + size + "px " + fonts();

function write(context, text, x, y, how) {
  context.font = fontOf(how);
  context.fillStyle = how.color || INK;
  context.textAlign = how.align || "left";
  context.textBaseline = "middle";
  context.fillText(text, x, y);
}

function widthOf(context, text, how) {
  context.font = fontOf(how);
  return context.measureText(text).width;
}

/* a text as lines of at most a width */
function wrapped(context, text, how, most) {
  const lines = [""], fits = (line) => widthOf(context, line.trimEnd(), how) <= most;
  const add = function (part) {
    const line = lines[lines.length - 1];
    if (line && !fits(line + part)) lines.push(part);
    else lines[lines.length - 1] += part;
  };
  (text.match(PARTS) || []).forEach((part) => (fits(part) ? [part] : [...part]).forEach(add));
  return lines.map((line) => Object.assign({ text: line }, how));
}

/* the lines over the map: the title with the marks beside it, or below it where they do
   not fit, then what is filtered */
function headOf(context, about, words, width) {
  const room = width - 2 * SIDE, marks = about.marks.join("　");
  const lines = wrapped(context, about.title, TITLE, room);
  const needed = widthOf(context, about.title, TITLE) + 24 + widthOf(context, marks, MARKS);
  const beside = needed <= room ? marks : "";
  if (marks && !beside) lines.push(...wrapped(context, marks, MARKS, room));
  if (about.filters.length) {
    const text = words.filtered + about.filters.join(words.and);
    lines.push(...wrapped(context, text, MARKS, room));
  }
  return { lines, beside, height: lines.reduce((sum, line) => sum + line.tall, 22) };
}

function drawHead(context, head, width) {
  context.fillStyle = "#22384d";
  context.fillRect(0, 0, width, head.height);
  let y = 11;
  head.lines.forEach(function (line) {
    write(context, line.text, SIDE, y + line.tall / 2, line);
    y += line.tall;
  });
  const right = Object.assign({}, MARKS, { align: "right" });
  write(context, head.beside, width - SIDE, 11 + TITLE.tall / 2, right);
}

/* the lines of a table of the legend: colours, and texts of the cells */
const linesOf = (table) => [...table.rows].map(function (row) {
  const swatch = row.querySelector(".lb-swatch");
  return {
    texts: [...row.cells].map((cell) => cell.textContent),
    look: swatch && [swatch.style.backgroundColor, swatch.style.borderColor],
    head: row.parentElement.tagName === "THEAD", total: row.className === "lb-total",
  };
}).filter((line) => line.head || line.total || line.texts[1] !== "0");

/* the widths that the columns of a table need, with the gap before each */
function widths(context, lines) {
  context.font = "600 13px " + fonts();
  return lines[0].texts.map((_, at) => Math.max(...lines.map((line) =>
    context.measureText(line.texts[at]).width + (at ? 18 : 36))));
}

/* the legend with its size, and whether it has room on a map */
function legendOf(context, about, size) {
  if (!about.tables.length) return null;
  const [table] = about.tables, lines = linesOf(table), columns = widths(context, lines);
  const title = table.caption.textContent, sum = columns.reduce((all, one) => all + one, 14);
  const width = Math.max(sum, 28 + widthOf(context, title, { weight: 600 }));
  columns[0] += width - sum;
  const height = (lines.length + 1) * LINE + 2 * EDGE;
  const inside = width < size.x / 2 && height + 2 * EDGE <= size.y;
  return { title, lines, columns, width, height, inside };
}

function drawLegend(context, box, left, top) {
  const { columns, lines } = box;
  const ends = columns.map((_, at) => columns.slice(0, at + 1).reduce((sum, one) => sum + one, left));
  context.fillStyle = "#ffffff";
  context.strokeStyle = RULE;
  context.lineWidth = 1;
  context.fillRect(left, top, box.width, box.height);
  context.strokeRect(left + 0.5, top + 0.5, box.width - 1, box.height - 1);
  write(context, box.title, left + 14, top + EDGE + LINE / 2, { weight: 600 });
  lines.forEach(function (line, number) {
    const y = top + EDGE + LINE * (number + 1.5), weight = line.total ? 600 : 400;
    const how = line.head ? { size: 12, color: SOFT } : { weight };
    if (line.look) {
      context.fillStyle = line.look[0];
      context.strokeStyle = line.look[1];
      context.fillRect(left + 14, y - 6, 12, 12);
      context.strokeRect(left + 14.5, y - 5.5, 11, 11);
    }
    const indent = line.look ? 34 : 14;
    write(context, line.texts[0], left + indent, y, how);
    line.texts.slice(1).forEach((text, at) =>
      write(context, text, ends[at + 1], y, Object.assign({ align: "right" }, how)));
  });
}

/* what can be read on any ground */
function plate(context, left, top, width, height) {
  context.fillStyle = "rgba(255, 255, 255, 0.75)";
  context.fillRect(left, top, width, height);
}

function scale(context, metres, bottom, words) {
  const bar = scaleBar(160 * metres, words), length = bar.metres / metres;
  const x = SIDE, y = bottom - 24;
  plate(context, x - 6, y - 22, length + 12, 28);
  context.strokeStyle = INK;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x, y - 6);
  context.lineTo(x, y);
  context.lineTo(x + length, y);
  context.lineTo(x + length, y - 6);
  context.stroke();
  write(context, bar.text, x + length / 2, y - 12, { align: "center", size: 12 });
}

function north(context, top, words) {
  const arrow = new Path2D("M10 0 L18 30 L10 24 L2 30 Z");
  plate(context, SIDE - 4, top + 8, 28, 58);
  write(context, words.north, SIDE + 10, top + 20, { weight: 600, align: "center" });
  context.save();
  context.translate(SIDE, top + 32);
  context.fillStyle = INK;
  context.strokeStyle = "#ffffff";
  context.lineWidth = 0.6;
  context.fill(arrow);
  context.stroke(arrow);
  context.restore();
}

/* the whole picture as a canvas; a legend too large for the map stands beside it */
export function pictureOf(map, data, tiles) {
  const size = map.getSize(), about = surroundings(map), words = data.words;
  const canvas = document.createElement("canvas"), context = canvas.getContext("2d");
  const legend = legendOf(context, about, size), beside = legend && !legend.inside;
  const width = size.x + (beside ? legend.width + 2 * EDGE : 0);
  const tall = Math.max(size.y, beside ? legend.height + 2 * EDGE : 0);
  const head = headOf(context, about, words, width), center = map.getCenter();
  canvas.width = width * RATIO;
  canvas.height = (head.height + tall) * RATIO;
  const view = paint(map, {
    center, zoom: map.getZoom(), width: size.x, height: size.y, ratio: RATIO,
    ground: "#e9eef2", tiles,
  });
  context.scale(RATIO, RATIO);
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, width, head.height + tall);
  context.drawImage(view, 0, head.height, size.x, size.y);
  drawHead(context, head, width);
  if (legend) drawLegend(context, legend, width - legend.width - EDGE, head.height + EDGE);
  north(context, head.height, words);
  scale(context, metresOfPixel(center.lat, map.getZoom()), head.height + size.y, words);
  return canvas;
}

/* the button that saves it as a file */
export function pictureButton(map, data) {
  const words = data.words;
  return buttonOf(words.picture, "lb-tool", function () {
    if (!isWhole(map)) return notice(map, words.unready);
    const done = function (blob) {
      download(surroundings(map).title + ".png", blob);
      say(map, words.saved);
    };
    const canvas = pictureOf(map, data, true);
    try {
      canvas.toBlob(done, "image/png");
    } catch (foreign) {
      // the tiles of a base map may be shown but not copied
      if (foreign.name !== "SecurityError") throw foreign;
      pictureOf(map, data, false).toBlob(done, "image/png");
      notice(map, words.withoutTiles);
    }
    return undefined;
  });
}
