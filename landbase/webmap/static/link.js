/* What the address of a page keeps of its view, each part under a name of its own. */
(function () {
  "use strict";
  const Landbase = (window.Landbase = window.Landbase || {});
  const PAUSE = 250; // ms: browsers refuse many changes of the address in short time
  const waiting = new Map();
  let timer = null;

  /* the text under a name, as it will be when all is written; null where there is none */
  Landbase.linked = (name) => waiting.has(name) ? waiting.get(name) || null
    : new URLSearchParams(location.hash.slice(1)).get(name);

  const write = function () {
    const parts = new URLSearchParams(location.hash.slice(1));
    waiting.forEach(function (text, name) {
      if (text) parts.set(name, text);
      else parts.delete(name);
    });
    waiting.clear();
    timer = null;
    history.replaceState(null, "", "#" + parts.toString());
  };

  /* somebody pasted another address: what was to be written is of the one before */
  window.addEventListener("hashchange", function () {
    waiting.clear();
    clearTimeout(timer);
    timer = null;
  });

  /* keep a text under a name; nothing takes the name out */
  Landbase.toLink = function (name, text) {
    waiting.set(name, text);
    if (timer === null) timer = setTimeout(write, PAUSE);
  };
})();
