/* What surrounds the map: title bar, legend, zoom, scale, message. */
(function () {
  "use strict";
  const Landbase = (window.Landbase = window.Landbase || {});
  const element = Landbase.element;

  Landbase.panes = function (map, panes) {
    panes.forEach(function (pane) {
      const node = map.createPane(pane.name);
      node.style.zIndex = pane.zIndex;
      node.style.pointerEvents = "none";
    });
  };

  Landbase.title = function (map, data) {
    const bar = element("header", "lb-title");
    bar.appendChild(element("h1", "", data.title));
    const notes = element("div", "lb-notes");
    data.notes.forEach((note) => notes.appendChild(element("span", "lb-note", note)));
    bar.appendChild(notes);
    map.getContainer().classList.add("lb-under-title");
    map.getContainer().before(bar);
    map.invalidateSize({ animate: false, pan: false });
  };

  /* Leaflet's bar, written as that of the printed sheet */
  const Scale = L.Control.Scale.extend({
    options: { imperial: false, maxWidth: 140 },

    initialize: function (words) {
      this._words = words;
    },

    _updateMetric: function (most) {
      const { metres, text } = Landbase.scaleBar(most, this._words);
      this._updateScale(this._mScale, text, metres / most);
    },
  });

  Landbase.controls = function (map, data) {
    document.documentElement.lang = data.lang;
    map.attributionControl.setPrefix(false);
    map.getContainer().classList.add("lb-map");
    L.control.zoom({ zoomInTitle: data.zoomIn, zoomOutTitle: data.zoomOut }).addTo(map);
    new Scale(data).addTo(map);
    if (data.message) {
      const box = element("div", "lb-message", data.message);
      box.setAttribute("role", "status");
      map.getContainer().appendChild(box);
    }
  };

  /* px on the right that panels cover, where something is left beside them */
  Landbase.rightOf = function (map) {
    const panels = map.getContainer().querySelector(".leaflet-top.leaflet-right");
    const width = panels ? panels.offsetWidth : 0;
    return width && map.getSize().x > 2 * width ? width + 24 : 24;
  };

  /* px at the foot that bars cover */
  Landbase.footOf = function (map) {
    const bars = map.getContainer().querySelector(".lb-bottom");
    return bars ? bars.offsetHeight + 24 : 16;
  };

  Landbase.fit = function (map, bounds) {
    map.fitBounds(bounds, {
      paddingTopLeft: [24, 48], paddingBottomRight: [Landbase.rightOf(map), Landbase.footOf(map)],
      animate: false,
    });
    Landbase.keepView(map);
  };

  Landbase.nameLayers = function (control, title) {
    const box = control.getContainer();
    box.classList.add("lb-panel", "lb-layers");
    box.setAttribute("aria-label", title);
    box.prepend(element("div", "lb-panel-title", title));
    Landbase.keepLayers(control._map, control);
  };

  const lineOf = function (line, className) {
    const row = element("tr", className);
    row.dataset.code = line.code;
    const head = element("th");
    head.scope = "row";
    if (line.color) {
      const swatch = element("span", "lb-swatch");
      swatch.style.background = line.color;
      swatch.style.borderColor = line.edge;
      head.appendChild(swatch);
    }
    head.appendChild(element("span", "", line.label));
    row.appendChild(head);
    ["count", "mu", "ha"].forEach((measure) => row.appendChild(element("td", "", line[measure])));
    return row;
  };

  const tableOf = function (title, heads) {
    const table = element("table");
    table.appendChild(element("caption", "lb-panel-title", title));
    const head = table.appendChild(element("thead")).appendChild(element("tr"));
    heads.forEach(function (text) {
      const cell = head.appendChild(element("th", "", text));
      cell.scope = "col";
    });
    table.appendChild(element("tbody"));
    table.appendChild(element("tfoot"));
    return table;
  };

  const fill = function (table, lines, total) {
    table.tBodies[0].replaceChildren(...lines.map((line) => lineOf(line, "")));
    table.tFoot.replaceChildren(lineOf(total, "lb-total"));
  };

  const Legend = L.Control.extend({
    options: { position: "topright" },

    initialize: function (data) {
      this.data = data;
    },

    onAdd: function (map) {
      const data = this.data, box = element("section", "lb-panel lb-legend leaflet-control");
      box.setAttribute("aria-label", data.title);
      this._map = map;
      this._table = box.appendChild(tableOf(data.title, data.heads));
      fill(this._table, data.lines, data.total);
      data.notes.forEach((note) => box.appendChild(element("p", "lb-foot", note)));
      if (data.groups) {
        const fold = box.appendChild(element("details", "lb-by"));
        fold.open = window.innerHeight > 900;
        fold.appendChild(element("summary", "lb-panel-title", data.groups.title));
        this._groups = fold.appendChild(tableOf("", [data.groups.head, ...data.heads.slice(1)]));
        fold.appendChild(element("p", "lb-foot", data.groups.note));
      }
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    },

    /* the figures of what is shown now */
    update: function () {
      const data = this.data, categories = data.categories;
      const none = { count: 0, m2: categories.map(() => 0) };
      const names = ["class", ...(data.groups ? [data.groups.column] : [])];
      const [byClass, sums] = Landbase.sums(this._map, names, categories);
      const lines = data.lines.map((line) =>
        Object.assign({}, line, byClass.get(line.position) || none));
      const named = (total) => Object.assign(total, { label: data.total.label });
      const classes = Landbase.table(lines, data.units);
      fill(this._table, classes.lines, named(classes.total));
      this._map.fire("landbase:figures", { total: classes.total });
      if (!data.groups) return;
      const order = data.groups.labels;
      const rest = [...sums.keys()].filter((label) => !order.includes(label)).sort();
      const labels = [...order.filter((label) => sums.has(label)), ...rest];
      const groups = Landbase.table(labels.map((label) => Object.assign(
        { code: label, label: label || data.groups.missing }, sums.get(label))), data.units);
      fill(this._groups, groups.lines, named(groups.total));
    },
  });

  Landbase.legend = (map, data) => new Legend(data).addTo(map);
})();
