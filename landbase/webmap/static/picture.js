/* The view as a PNG picture at twice its size: title, map, legend, scale. */
(function () {
  "use strict";
  const Landbase = (window.Landbase = window.Landbase || {});
  const RATIO = 2, TITLE = 48, EDGE = 12, LINE = 22; // px
  const INK = "#1f2933", SOFT = "#5f6c7b", RULE = "#dde3e9";

  const fonts = () => getComputedStyle(document.documentElement).getPropertyValue("--lb-fonts");

  const write = function (context, text, x, y, how) {
    const { size = 13, weight = 400, color = INK, align = "left", most } = how;
    context.font = weight + " " + size + "px " + fonts();
    context.fillStyle = color;
    context.textAlign = align;
    context.textBaseline = "middle";
    context.fillText(text, x, y, most);
  };

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
  const widths = function (context, lines) {
    context.font = "600 13px " + fonts();
    return lines[0].texts.map((_, at) => Math.max(...lines.map((line) =>
      context.measureText(line.texts[at]).width + (at ? 18 : 36))));
  };

  const legend = function (context, about, width) {
    const table = about.tables[0], lines = linesOf(table);
    const columns = widths(context, lines);
    const box = {
      width: columns.reduce((sum, one) => sum + one, 14), height: (lines.length + 1) * LINE + 2 * EDGE,
    };
    const left = width - box.width - EDGE, top = TITLE + EDGE;
    const ends = columns.map((_, at) => columns.slice(0, at + 1).reduce((sum, one) => sum + one, left));
    context.fillStyle = "#ffffff";
    context.strokeStyle = RULE;
    context.lineWidth = 1;
    context.fillRect(left, top, box.width, box.height);
    context.strokeRect(left + 0.5, top + 0.5, box.width - 1, box.height - 1);
    write(context, table.caption.textContent, left + 14, top + EDGE + LINE / 2, { weight: 600 });
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
  };

  const scale = function (context, metres, height, words) {
    const bar = Landbase.scaleBar(160 * metres, words), length = bar.metres / metres;
    const x = 20, y = TITLE + height - 24;
    context.strokeStyle = INK;
    context.lineWidth = 2;
    context.beginPath();
    context.moveTo(x, y - 6);
    context.lineTo(x, y);
    context.lineTo(x + length, y);
    context.lineTo(x + length, y - 6);
    context.stroke();
    write(context, bar.text, x + length / 2, y - 12, { align: "center", size: 12 });
  };

  const head = function (context, about, width) {
    context.fillStyle = "#22384d";
    context.fillRect(0, 0, width, TITLE);
    const marks = [...about.marks, ...about.filters].join("　");
    write(context, about.title, 20, TITLE / 2, {
      size: 18, weight: 600, color: "#ffffff", most: width * 0.55,
    });
    write(context, marks, width - 20, TITLE / 2, {
      color: "#dfe8f0", align: "right", most: width * 0.38,
    });
  };

  /* the whole picture as a canvas */
  Landbase.picture = function (map, data, tiles) {
    const size = map.getSize(), about = Landbase.surroundings(map);
    const canvas = document.createElement("canvas");
    canvas.width = size.x * RATIO;
    canvas.height = (size.y + TITLE) * RATIO;
    const context = canvas.getContext("2d"), center = map.getCenter();
    const view = Landbase.paint(map, {
      center, zoom: map.getZoom(), width: size.x, height: size.y, ratio: RATIO,
      ground: "#e9eef2", tiles,
    });
    context.scale(RATIO, RATIO);
    context.drawImage(view, 0, TITLE, size.x, size.y);
    head(context, about, size.x);
    if (about.tables.length) legend(context, about, size.x);
    scale(context, Landbase.metresOfPixel(center.lat, map.getZoom()), size.y, data.words);
    return canvas;
  };

  const save = function (blob, name) {
    const link = document.createElement("a"), address = URL.createObjectURL(blob);
    link.href = address;
    link.download = name.replace(/[<>:"/\\|?*\u0000-\u001f]/g, "_") + ".png";
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  };

  Landbase.features.picture = function (map, data) {
    const words = data.words;
    return Landbase.button(words.picture, "lb-tool", function () {
      const name = Landbase.surroundings(map).title;
      const done = function (blob) {
        save(blob, name);
        Landbase.say(map, words.saved);
      };
      const canvas = Landbase.picture(map, data, true);
      try {
        canvas.toBlob(done, "image/png");
      } catch (foreign) {
        // the tiles of a base map may be shown but not copied
        if (foreign.name !== "SecurityError") throw foreign;
        Landbase.picture(map, data, false).toBlob(done, "image/png");
        Landbase.notice(map, words.withoutTiles);
      }
    });
  };

  /* a message that goes by itself */
  Landbase.notice = function (map, text) {
    const box = Landbase.element("div", "lb-message", text);
    box.setAttribute("role", "status");
    map.getContainer().appendChild(box);
    setTimeout(() => box.remove(), 6000);
  };
})();
