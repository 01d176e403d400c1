/* What a page needs of its browser, asked before all else, in the language of browsers of
   2010: what runs here must run anywhere, so that an old one says what it lacks. */

/* eslint no-var: "off", prefer-const: "off" */
function landbaseNeeds(texts) { // eslint-disable-line no-unused-vars -- Python calls it
  var NEEDED = {
    "CSS variables": function () { return window.CSS && window.CSS.supports("(--a: 0)"); },
    "Canvas 2D": function () { return document.createElement("canvas").getContext("2d"); },
    "ResizeObserver": function () { return window.ResizeObserver; },
    "TextDecoder": function () { return window.TextDecoder; },
    "URLSearchParams": function () { return window.URLSearchParams; },
    "BigInt": function () { return window.BigInt; },
    "Intl.Collator": function () { return window.Intl && window.Intl.Collator; },
    "String.normalize": function () { return "".normalize; },
    "Array.flatMap": function () { return [].flatMap; },
    "Element.append": function () { return document.createElement("i").append; },
    "PointerEvent": function () { return window.PointerEvent; },
    "ES2019": function () { return window.Landbase; }, // a script that cannot be read is not there
  };

  /* a flex box whose gap counts */
  function hasGap() {
    var box = document.createElement("div"), found;
    box.style.cssText = "display:flex;flex-direction:column;row-gap:1px;position:absolute";
    box.appendChild(document.createElement("div"));
    box.appendChild(document.createElement("div"));
    document.body.appendChild(box);
    found = box.scrollHeight === 1;
    document.body.removeChild(box);
    return found;
  }

  function say(missing) {
    var box = document.createElement("div"), at;
    box.className = "lb-lacking";
    box.setAttribute("role", "alert");
    box.style.cssText = "position:fixed;z-index:9999;top:0;left:0;right:0;padding:16px 24px;" +
      "background:#fff;color:#1f2933;border-bottom:3px solid #b42318;font:16px/1.6 sans-serif";
    for (at = 0; at < texts.length; at++) {
      box.appendChild(document.createElement("div")).appendChild(
        document.createTextNode(texts[at].split("{what}").join(missing.join(", "))));
    }
    document.body.appendChild(box);
  }

  function check() {
    var missing = [], name, there;
    for (name in NEEDED) {
      try {
        there = NEEDED[name]();
      } catch (fault) {
        there = false;
      }
      if (!there) missing.push(name);
    }
    if (missing.length) say(missing);
    if (!hasGap()) document.documentElement.className += " lb-no-gap";
  }

  if (document.addEventListener) document.addEventListener("DOMContentLoaded", check);
  else window.attachEvent("onload", check);
}
