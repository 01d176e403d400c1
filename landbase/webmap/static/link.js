/* What the address of a page keeps of its view, each part under a name of its own. */
(function () {
  "use strict";
  const Landbase = (window.Landbase = window.Landbase || {});
  const PAUSE = 250; // ms: browsers refuse many changes of the address in short time
  const waiting = new Map();
  let timer = null;

  Landbase.linked = (name) => new URLSearchParams(location.hash.slice(1)).get(name);

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

  /* keep a text under a name; nothing takes the name out */
  Landbase.toLink = function (name, text) {
    waiting.set(name, text);
    if (timer === null) timer = setTimeout(write, PAUSE);
  };
})();
