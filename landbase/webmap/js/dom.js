/* Elements of the page. Texts reach it through textContent, never as markup. */

export function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined && text !== null) node.textContent = text;
  return node;
}

export function readJson(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

/* put children in the place of all that a node has; old browsers lack replaceChildren */
export function refill(node, ...children) {
  node.textContent = "";
  node.append(...children);
}

/* a button of our own, named by its text */
export function buttonOf(text, className, action) {
  const button = element("button", className, text);
  button.type = "button";
  button.addEventListener("click", action);
  return button;
}

/* the colour of a class, as legends, keys and cards have it beside its name */
export function swatchOf({ color, edge }) {
  const swatch = element("span", "lb-swatch");
  Object.assign(swatch.style, { backgroundColor: color, borderColor: edge || color });
  return swatch;
}

/* tell those who listen to the page, one sentence at a time */
export function say(map, text) {
  if (!map.landbaseVoice) {
    map.landbaseVoice = map.getContainer().appendChild(element("div", "lb-voice"));
    map.landbaseVoice.setAttribute("role", "status");
    map.landbaseVoice.setAttribute("aria-live", "polite");
  }
  map.landbaseVoice.textContent = text;
}

/* a message that goes by itself */
export function notice(map, text) {
  const box = element("div", "lb-message", text);
  box.setAttribute("role", "status");
  map.getContainer().appendChild(box);
  setTimeout(() => box.remove(), 6000);
}
