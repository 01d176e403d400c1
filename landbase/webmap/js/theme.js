/* Dark and light: as the system has it, or as the switch says; a link keeps the choice. */

import { buttonOf } from "./dom.js";
import { linked, toLink } from "./link.js";

function linkedTheme() {
  const wanted = linked("theme");
  return wanted === "dark" || wanted === "light" ? wanted : null;
}

/* the button that switches it */
export function themeButton(map, data) {
  const words = data.words, root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const ofSystem = () => (system.matches ? "dark" : "light");
  const button = buttonOf(words.dark, "lb-tool", function () {
    const other = root.dataset.theme === "dark" ? "light" : "dark";
    toLink("theme", other === ofSystem() ? "" : other);
    show(other);
  });
  const show = function (theme) {
    root.dataset.theme = theme;
    button.setAttribute("aria-pressed", String(root.dataset.theme === "dark"));
  };
  const asLinked = () => show(linkedTheme() || ofSystem());
  system.addEventListener("change", asLinked);
  window.addEventListener("hashchange", asLinked);
  asLinked();
  return button;
}
