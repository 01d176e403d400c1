/* The tools of a map: measure, print, picture, dark and light; and what keyboards need. */
(function () {
  "use strict";
  const Landbase = (window.Landbase = window.Landbase || {});
  const element = Landbase.element;

  const FEATURES = ["measureLength", "measureArea", "print", "picture", "theme"];

  /* a button of our own, named by its text */
  Landbase.button = function (text, className, action) {
    const button = element("button", className, text);
    button.type = "button";
    button.addEventListener("click", action);
    return button;
  };

  /* tell those who listen to the page, one sentence at a time */
  Landbase.say = function (map, text) {
    if (!map.landbaseVoice) {
      map.landbaseVoice = map.getContainer().appendChild(element("div", "lb-voice"));
      map.landbaseVoice.setAttribute("role", "status");
      map.landbaseVoice.setAttribute("aria-live", "polite");
    }
    map.landbaseVoice.textContent = text;
  };

  /* the title bar where the map has one, else a control of the map */
  const place = function (map, bar) {
    const title = map.getContainer().previousElementSibling;
    if (title && title.classList.contains("lb-title")) {
      title.appendChild(bar);
      return;
    }
    const Control = L.Control.extend({
      options: { position: "topleft" },
      onAdd: () => {
        const box = element("div", "lb-tools-alone leaflet-control");
        box.appendChild(bar);
        L.DomEvent.disableClickPropagation(box);
        return box;
      },
    });
    map.getContainer().classList.add("lb-map");
    new Control().addTo(map);
  };

  /* cards opened from the keyboard take the focus, and give it back */
  const cards = function (map) {
    let before = null;
    map.on("popupopen", function (event) {
      const node = event.popup.getElement(), title = node.querySelector(".lb-card-title");
      if (!title) return;
      node.setAttribute("role", "dialog");
      node.setAttribute("aria-label", title.textContent);
      node.addEventListener("keydown", (key) => key.key === "Escape" && map.closePopup());
      const from = document.activeElement;
      if (!from || !from.matches(".lb-search input")) return;
      before = from;
      const close = node.querySelector(".leaflet-popup-close-button");
      if (close) close.focus();
    });
    map.on("popupclose", function () {
      if (before) before.focus();
      before = null;
    });
  };

  const names = function (map, words) {
    const box = map.getContainer();
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", words.map);
    box.querySelectorAll(".lb-legend, .lb-layers").forEach((panel) => (panel.tabIndex = 0));
    box.querySelectorAll(".leaflet-control-zoom a").forEach(function (link) {
      link.setAttribute("aria-label", link.title);
    });
  };

  Landbase.tools = function (map, data) {
    const words = data.words, bar = element("div", "lb-tools");
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", words.tools);
    FEATURES.filter((name) => data.features.includes(name)).forEach(function (name) {
      bar.appendChild(Landbase.features[name](map, data));
    });
    place(map, bar);
    names(map, words);
    cards(map);
    map.on("landbase:figures", function (event) {
      const { count, mu, ha } = event.total;
      Landbase.say(map, words.figures.replace("{count}", count).replace("{mu}", mu).replace("{ha}", ha));
    });
  };

  Landbase.features = {};
})();
