/* What the address of a page keeps beside filters: place, zoom, and layers that are off. */
(function () {
  "use strict";
  const Landbase = (window.Landbase = window.Landbase || {});
  const DIGITS = 5; // of a degree: a metre

  /* "39.60000,109.80000,8" → [lat, lng, zoom], or null where it is none */
  const viewOf = function (text) {
    const parts = (text || "").split(",").map(Number), [lat, lng, zoom] = parts;
    const sound = parts.length === 3 && parts.every(Number.isFinite) &&
      Math.abs(lat) <= 85 && Math.abs(lng) <= 180 && zoom >= 0 && zoom <= 24;
    return sound ? parts : null;
  };

  /* open on what the link says, else where the map was put; keep where it is moved to */
  Landbase.keepView = function (map) {
    if (map.landbaseSettle) return map.landbaseSettle();
    const written = function () {
      const { lat, lng } = map.getCenter();
      return [lat.toFixed(DIGITS), lng.toFixed(DIGITS), Number(map.getZoom().toFixed(2))].join(",");
    };
    let first = "", opened = null;
    const take = function () {
      const view = viewOf(Landbase.linked("view")) || opened;
      map.setView([view[0], view[1]], view[2], { animate: false });
    };
    map.landbaseSettle = function () {
      first = written();
      opened = [map.getCenter().lat, map.getCenter().lng, map.getZoom()];
      take();
    };
    map.landbaseSettle();
    map.on("moveend", function () {
      const now = written();
      Landbase.toLink("view", now === first ? "" : now);
    });
    window.addEventListener("hashchange", take);
    return undefined;
  };

  /* the same for the boxes of a layer control, by their texts */
  Landbase.keepLayers = function (map, control) {
    const boxes = () => [...control.getContainer().querySelectorAll("label")].map((label) => ({
      text: label.textContent.trim(), input: label.querySelector("input[type=checkbox]"),
    })).filter((one) => one.input);
    const off = () => JSON.stringify(boxes().filter((one) => !one.input.checked).map((one) => one.text));
    const usual = off();
    const take = function () {
      let wanted = null;
      try {
        wanted = JSON.parse(Landbase.linked("off") || usual);
      } catch (unreadable) {
        return; // someone may have cut the link
      }
      if (!Array.isArray(wanted)) return;
      boxes().forEach(function ({ text, input }) {
        if (input.checked === wanted.includes(text)) input.click();
      });
    };
    take();
    map.on("overlayadd overlayremove", function () {
      setTimeout(function () { // the control ticks its boxes after that
        const now = off();
        Landbase.toLink("off", now === usual ? "" : now);
      }, 0);
    });
    window.addEventListener("hashchange", take);
  };
})();
