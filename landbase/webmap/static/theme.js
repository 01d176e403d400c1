/* Dark and light: as the system has it, or as the switch says; a link keeps the choice. */
(function () {
  "use strict";
  const Landbase = (window.Landbase = window.Landbase || {});
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  const linked = function () {
    const wanted = new URLSearchParams(location.hash.slice(1)).get("theme");
    return wanted === "dark" || wanted === "light" ? wanted : null;
  };
  const ofSystem = () => (system.matches ? "dark" : "light");

  const keep = function (theme) {
    const parts = new URLSearchParams(location.hash.slice(1));
    if (theme === ofSystem()) parts.delete("theme");
    else parts.set("theme", theme);
    history.replaceState(null, "", "#" + parts.toString());
  };

  Landbase.features.theme = function (map, data) {
    const words = data.words, root = document.documentElement;
    const button = Landbase.button(words.dark, "lb-tool", function () {
      keep(root.dataset.theme === "dark" ? "light" : "dark");
      show();
    });
    const show = function () {
      root.dataset.theme = linked() || ofSystem();
      button.setAttribute("aria-pressed", String(root.dataset.theme === "dark"));
    };
    system.addEventListener("change", show);
    window.addEventListener("hashchange", show);
    show();
    return button;
  };
})();
