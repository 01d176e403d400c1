/* What is selected on a map: its looks, and which parcels meet a box. */
(function () {
  "use strict";
  const Landbase = (window.Landbase = window.Landbase || {});
  const STEP = 1000; // vertices drawn between two looks at the clock
  const ROUND_FROM = 4; // px: smaller dots are squares
  const RING = 1.5; // px around them
  const INK = "#d6006c"; // of no class of a legend

  Landbase.CHOSEN = { color: INK, weight: 2.5 };

  const trace = function (store, context, view, row) {
    const { xy, rings, polygons, vertices } = store, times = view.times;
    for (let r = rings[polygons[row]]; r < rings[polygons[row + 1]]; r++) {
      const first = 2 * vertices[r], last = 2 * vertices[r + 1];
      context.moveTo(xy[first] * times - view.left, -xy[first + 1] * times - view.top);
      for (let i = first + 2; i < last; i += 2) {
        context.lineTo(xy[i] * times - view.left, -xy[i + 1] * times - view.top);
      }
      context.closePath();
    }
  };

  /* a dot with a ring around it, where dots are too small for a line */
  const ringed = function (store, context, view, x, y, row) {
    const dot = view.dot, size = dot + 2 * RING;
    context.fillStyle = INK;
    context.fillRect(x - size / 2, y - size / 2, size, size);
    context.fillStyle = store.classes[store.position[row]].color;
    context.fillRect(x - dot / 2, y - dot / 2, dot, dot);
  };

  /* steps that draw outlines of what is selected, over all parcels; a dot gets a ring */
  Landbase.drawChosen = function* (store, context, view, rows) {
    const chosen = rows.filter((row) => store.selected[row] && store.shown[row]);
    const { boxes, vertices, rings, polygons } = store, times = view.times;
    context.strokeStyle = INK;
    context.lineWidth = 2.5;
    for (let from = 0; from < chosen.length; ) {
      let drawn = 0;
      context.beginPath();
      for (; from < chosen.length && drawn < STEP; from++) {
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
  };

  /* does a line of a row pass through a box: clipped to it, something is left */
  const crosses = function (x, y, dx, dy, [west, south, east, north]) {
    let from = 0, to = 1;
    for (const [step, room] of [[-dx, x - west], [dx, east - x], [-dy, y - south], [dy, north - y]]) {
      if (step === 0 && room < 0) return false;
      if (step < 0) from = Math.max(from, room / step);
      if (step > 0) to = Math.min(to, room / step);
    }
    return from <= to;
  };

  /* does a parcel meet a box of Mercator units: by a line, or the box is within it */
  Landbase.meets = function (store, row, box) {
    const i = 4 * row, own = store.boxes, [west, south, east, north] = box;
    if (own[i] >= west && own[i + 2] <= east && own[i + 1] >= south && own[i + 3] <= north) return true;
    const xy = store.xy;
    for (let r = store.rings[store.polygons[row]]; r < store.rings[store.polygons[row + 1]]; r++) {
      const end = 2 * store.vertices[r + 1];
      let j = end - 2;
      for (let k = 2 * store.vertices[r]; k < end; j = k, k += 2) {
        if (crosses(xy[j], xy[j + 1], xy[k] - xy[j], xy[k + 1] - xy[j + 1], box)) return true;
      }
    }
    return store.contains(row, west, south);
  };
})();
