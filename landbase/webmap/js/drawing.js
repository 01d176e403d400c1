/* Draw a tile from the store, step by step: a frame stays short whatever a tile holds.

   Polygons come first, class by class, then the dots of what is too small for one: no
   polygon covers them. Dots come row by row, not class by class: where many fall on one
   pixel, the classes seen are a fair sample. Dots of few pixels are written as pixels. */

const STROKE_FROM = 8; // px: smaller parcels have no outline
const ROUND_FROM = 4; // px: smaller dots are squares
const STEP = 4000; // vertices drawn between two looks at the clock
const NEAR = 0.2; // px: vertices nearer to the last one make no line

/* rows in the order of drawing: polygons without and with outlines by class, dots */
function sorted(store, view, rows) {
  const boxes = store.boxes, classes = store.classes.length;
  const dot = view.dot / view.times, edged = STROKE_FROM / view.times;
  const dots = 2 * classes, hidden = dots + 1;
  const keys = new Uint16Array(rows.length), starts = new Uint32Array(hidden + 2);
  for (let n = 0; n < rows.length; n++) {
    const row = rows[n], i = 4 * row;
    const across = Math.max(boxes[i + 2] - boxes[i], boxes[i + 3] - boxes[i + 1]);
    let key = hidden;
    if (store.shown[row]) {
      key = across < dot ? dots : store.position[row] + (across < edged ? 0 : classes);
    }
    keys[n] = key;
    starts[key + 1] += 1;
  }
  for (let key = 0; key <= hidden; key++) starts[key + 1] += starts[key];
  const next = starts.slice(), order = new Uint32Array(rows.length);
  for (let n = 0; n < rows.length; n++) order[next[keys[n]]++] = rows[n];
  const group = (key) => order.subarray(starts[key], starts[key + 1]);
  return { plain: group, edged: (number) => group(classes + number), dots: group(dots) };
}

/* outer rings run one way and holes the other, so one fill can hold many parcels */
function* drawPolygons(store, context, view, rows, edged) {
  const { xy, vertices } = store, { times, left, top } = view;
  let from = 0;
  while (from < rows.length) {
    let drawn = 0;
    context.beginPath();
    for (; from < rows.length && drawn < STEP; from++) {
      const end = store.rings[store.polygons[rows[from] + 1]];
      for (let r = store.rings[store.polygons[rows[from]]]; r < end; r++) {
        const first = 2 * vertices[r], last = 2 * vertices[r + 1];
        let x = xy[first] * times - left, y = -xy[first + 1] * times - top;
        context.moveTo(x, y);
        for (let i = first + 2; i < last; i += 2) {
          const toX = xy[i] * times - left, toY = -xy[i + 1] * times - top;
          if (Math.abs(toX - x) < NEAR && Math.abs(toY - y) < NEAR) continue;
          context.lineTo((x = toX), (y = toY));
        }
        context.closePath();
        drawn += (last - first) / 2;
      }
    }
    context.fill("nonzero");
    if (edged) context.stroke();
    yield;
  }
}

function* roundDots(store, context, view, rows) {
  const boxes = store.boxes;
  for (let n = 0; n < rows.length; n++) {
    const i = 4 * rows[n];
    const x = ((boxes[i] + boxes[i + 2]) / 2) * view.times - view.left;
    const y = (-(boxes[i + 1] + boxes[i + 3]) / 2) * view.times - view.top;
    const entry = store.classes[store.position[rows[n]]];
    context.fillStyle = entry.color;
    context.strokeStyle = entry.edge;
    context.beginPath();
    context.arc(x, y, view.dot / 2, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
    if (n % 256 === 255) yield;
  }
}

/* a colour as a canvas says it → the number of a pixel */
function pixelOf(context, color) {
  context.fillStyle = color;
  const said = context.fillStyle, hex = said.match(/[\da-f]{2}/gi);
  const parts = said[0] === "#" ? hex.map((two) => parseInt(two, 16))
    : said.match(/[\d.]+/g).map(Number);
  const bytes = [parts[0], parts[1], parts[2], parts.length > 3 ? parts[3] * 255 : 255];
  return new Uint32Array(Uint8ClampedArray.from(bytes).buffer)[0];
}

function squares(store, view, rows) {
  const spare = view.spare, boxes = store.boxes, { width, height } = spare.canvas;
  const image = spare.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const colors = Uint32Array.from(store.classes, (entry) => pixelOf(spare, entry.color));
  const times = (view.times * view.ratio) / 2, size = Math.max(1, Math.round(view.dot * view.ratio));
  const left = view.left * view.ratio + size / 2, top = view.top * view.ratio + size / 2;
  for (let n = 0; n < rows.length; n++) {
    const i = 4 * rows[n], color = colors[store.position[rows[n]]];
    const x = Math.round((boxes[i] + boxes[i + 2]) * times - left);
    const y = Math.round(-(boxes[i + 1] + boxes[i + 3]) * times - top);
    const right = Math.min(width, x + size), bottom = Math.min(height, y + size);
    for (let v = Math.max(0, y); v < bottom; v++) {
      for (let u = Math.max(0, x); u < right; u++) pixels[v * width + u] = color;
    }
  }
  spare.putImageData(image, 0, 0);
  return spare.canvas;
}

function* drawDots(store, context, view, rows) {
  if (!rows.length) return;
  if (view.dot >= ROUND_FROM) {
    yield* roundDots(store, context, view, rows);
    return;
  }
  const canvas = squares(store, view, rows);
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.drawImage(canvas, 0, 0);
  context.restore();
}

/* steps that draw the rows of a view; `view` is {times, left, top, dot, ratio, spare} */
export function* drawRows(store, context, view, rows) {
  const of = sorted(store, view, rows);
  yield;
  context.lineWidth = 0.8;
  for (let number = 0; number < store.classes.length; number++) {
    context.fillStyle = store.classes[number].color;
    context.strokeStyle = store.classes[number].edge;
    yield* drawPolygons(store, context, view, of.plain(number), false);
    yield* drawPolygons(store, context, view, of.edged(number), true);
  }
  yield* drawDots(store, context, view, of.dots);
}

const CHOSEN_STEP = 1000; // the same, of what is selected
const RING = 1.5; // px around them
const INK = "#d6006c"; // of no class of a legend

export const CHOSEN = { color: INK, weight: 2.5 };

function trace(store, context, view, row) {
  const { xy, rings, polygons, vertices } = store, times = view.times;
  for (let r = rings[polygons[row]]; r < rings[polygons[row + 1]]; r++) {
    const first = 2 * vertices[r], last = 2 * vertices[r + 1];
    context.moveTo(xy[first] * times - view.left, -xy[first + 1] * times - view.top);
    for (let i = first + 2; i < last; i += 2) {
      context.lineTo(xy[i] * times - view.left, -xy[i + 1] * times - view.top);
    }
    context.closePath();
  }
}

/* a dot with a ring around it, where dots are too small for a line */
function ringed(store, context, view, x, y, row) {
  const dot = view.dot, size = dot + 2 * RING;
  context.fillStyle = INK;
  context.fillRect(x - size / 2, y - size / 2, size, size);
  context.fillStyle = store.classes[store.position[row]].color;
  context.fillRect(x - dot / 2, y - dot / 2, dot, dot);
}

/* steps that draw outlines of what is selected, over all parcels; a dot gets a ring */
export function* drawChosen(store, context, view, rows) {
  const chosen = rows.filter((row) => store.selected[row] && store.shown[row]);
  const { boxes, vertices, rings, polygons } = store, times = view.times;
  context.strokeStyle = INK;
  context.lineWidth = 2.5;
  for (let from = 0; from < chosen.length; ) {
    let drawn = 0;
    context.beginPath();
    for (; from < chosen.length && drawn < CHOSEN_STEP; from++) {
      const row = chosen[from], i = 4 * row;
      const across = times * Math.max(boxes[i + 2] - boxes[i], boxes[i + 3] - boxes[i + 1]);
      if (across >= view.dot) {
        trace(store, context, view, row);
        drawn += vertices[rings[polygons[row + 1]]] - vertices[rings[polygons[row]]];
        continue;
      }
      const x = ((boxes[i] + boxes[i + 2]) / 2) * times - view.left;
      const y = (-(boxes[i + 1] + boxes[i + 3]) / 2) * times - view.top;
      drawn += 1;
      if (view.dot < ROUND_FROM) ringed(store, context, view, x, y, row);
      else {
        context.moveTo(x + view.dot / 2 + 1, y);
        context.arc(x, y, view.dot / 2 + 1, 0, 2 * Math.PI);
      }
    }
    context.stroke();
    yield;
  }
}

