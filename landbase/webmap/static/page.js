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

  Landbase.controls = function (map, data) {
    document.documentElement.lang = data.lang;
    map.attributionControl.setPrefix(false);
    map.getContainer().classList.add("lb-map");
    L.control.zoom({ zoomInTitle: data.zoomIn, zoomOutTitle: data.zoomOut }).addTo(map);
    L.control.scale({ imperial: false, maxWidth: 140 }).addTo(map);
    if (data.message) {
      const box = element("div", "lb-message", data.message);
      box.setAttribute("role", "status");
      map.getContainer().appendChild(box);
    }
  };

  Landbase.fit = function (map, bounds) {
    const panel = map.getContainer().querySelector(".lb-panel");
    const wide = panel && map.getSize().x > 2 * panel.offsetWidth;
    const side = wide ? panel.offsetWidth + 36 : 24;
    map.fitBounds(bounds, {
      paddingTopLeft: [24, 24], paddingBottomRight: [side, 24], animate: false,
    });
  };

  Landbase.nameLayers = function (control, title) {
    const box = control.getContainer();
    box.classList.add("lb-panel", "lb-layers");
    box.setAttribute("aria-label", title);
    box.prepend(element("div", "lb-panel-title", title));
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

  Landbase.legend = function (map, data) {
    const control = L.control({ position: "topright" });
    control.onAdd = function () {
      const box = element("section", "lb-panel lb-legend leaflet-control");
      box.setAttribute("aria-label", data.title);
      const table = element("table");
      table.appendChild(element("caption", "lb-panel-title", data.title));
      const head = element("tr");
      data.heads.forEach(function (text) {
        const cell = element("th", "", text);
        cell.scope = "col";
        head.appendChild(cell);
      });
      table.appendChild(element("thead")).appendChild(head);
      const body = table.appendChild(element("tbody"));
      data.lines.forEach((line) => body.appendChild(lineOf(line, "")));
      table.appendChild(element("tfoot")).appendChild(lineOf(data.total, "lb-total"));
      box.appendChild(table);
      data.notes.forEach((note) => box.appendChild(element("p", "lb-foot", note)));
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    };
    return control.addTo(map);
  };
})();
