/* Lines of another layer, over the land and under the parcels. */
(function () {
  "use strict";
  const Landbase = (window.Landbase = window.Landbase || {});
  const PANE = "lbOutlines";

  const lines = function (data) {
    let at = 0, x = 0, y = 0;
    return data.lengths.map((length) => Array.from({ length }, function () {
      x += data.xy[at++];
      y += data.xy[at++];
      return [y / data.scale, x / data.scale];
    }));
  };

  const Outlines = L.FeatureGroup.extend({
    onAdd: function (map) {
      if (!map.getPane(PANE)) {
        map.createPane(PANE).style.zIndex = 360;
        map.getPane(PANE).style.pointerEvents = "none";
      }
      L.FeatureGroup.prototype.onAdd.call(this, map);
    },
  });

  Landbase.outlines = function (id, options) {
    const data = Landbase.read(id), group = new Outlines(), all = lines(data);
    const renderer = L.svg({ pane: PANE, padding: 0.5 });
    const look = { renderer, pane: PANE, interactive: false, color: options.color, weight: options.weight };
    const long = all.filter((line) => line.length > 1);
    if (long.length) group.addLayer(L.polyline(long, look));
    all.filter((line) => line.length === 1).forEach((line) => group.addLayer(L.circleMarker(
      line[0], Object.assign({ radius: 3.5, fillColor: options.color, fillOpacity: 1 }, look))));
    (data.texts || []).forEach(function (text, row) {
      if (!text) return;
      group.addLayer(L.marker(data.places[row], {
        pane: PANE, interactive: false, keyboard: false,
        icon: L.divIcon({
          className: "lb-banner-label", iconSize: [0, 0],
          html: Landbase.element("span", "lb-banner-name", text),
        }),
      }));
    });
    return group;
  };
})();
