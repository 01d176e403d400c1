/* Dark and light: as the system has it, or as the switch says; a link keeps the choice. */
(function () {
  "use strict";
  const Landbase = (window.Landbase = window.Landbase || {});
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  const linked = function () {
    const wanted = Landbase.linked("theme");
    return wanted === "dark" || wanted === "light" ? wanted : null;
  };
  const ofSystem = () => (system.matches ? "dark" : "light");

  Landbase.features.theme = function (map, data) {
    const words = data.words, root = document.documentElement;
    const button = Landbase.button(words.dark, "lb-tool", function () {
      const other = root.dataset.theme === "dark" ? "light" : "dark";
      Landbase.toLink("theme", other === ofSystem() ? "" : other);
      show(other);
    });
    const show = function (theme) {
      root.dataset.theme = theme;
      button.setAttribute("aria-pressed", String(root.dataset.theme === "dark"));
    };
    const asLinked = () => show(linked() || ofSystem());
    system.addEventListener("change", asLinked);
    window.addEventListener("hashchange", asLinked);
    asLinked();
    return button;
  };
})();
