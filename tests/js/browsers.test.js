/* What the built scripts and styles ask of a browser, held to MDN's data of which browser
   has what since when. A feature that the oldest of them lacks must be named here, with
   what stands for it there; so must what is named be needed. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import * as espree from "espree";

const bcd = createRequire(import.meta.url)("@mdn/browser-compat-data");
const OLDEST = { chrome: 80, edge: 80, firefox: 78, safari: 14 };
const DIST = new URL("../../landbase/webmap/js/dist/", import.meta.url);
const read = (name) => readFileSync(new URL(name, DIST), "utf-8");

/* what an old browser goes without, or has something else for */
const GUARDED = {
  scripts: {
    DecompressionStream: "a page of more than 2,000 parcels says so; compress=False needs none",
    CompressionStream: "saving as Excel is not offered",
    pipeThrough: "only beside DecompressionStream", readable: "only beside CompressionStream",
    writable: "only beside CompressionStream", getWriter: "only beside CompressionStream",
    fromBase64: "atob", fontFamily: "a name of CSS, not of that interface",
    OffscreenCanvas: "the canvas itself",
    clipboard: "execCommand",
    requestFullscreen: "webkitRequestFullscreen, else no such button",
    exitFullscreen: "webkitExitFullscreen",
    fullscreenElement: "webkitFullscreenElement",
    fullscreenEnabled: "webkitFullscreenEnabled",
    transferFromImageBitmap: "only beside OffscreenCanvas",
    transferToImageBitmap: "only beside OffscreenCanvas",
  },
  properties: {
    gap: "margins, under .lb-no-gap", "row-gap": "none", "column-gap": "none",
    "scrollbar-color": "those of the browser", "scrollbar-width": "those of the browser", "scrollbar-gutter": "none",
    "accent-color": "the colour of the browser", "color-scheme": "light scroll bars",
    outline: "square corners", "print-color-adjust": "-webkit-print-color-adjust", "overscroll-behavior": "the page scrolls on",
  },
  selectors: { "focus-visible": "the outline of the browser" },
};

/* the year-long list of versions → is it in the oldest of all */
function old(compat) {
  return Object.entries(OLDEST).every(function ([browser, version]) {
    const said = [compat.support[browser]].flat().find((one) => one && !one.flags && !one.alternative_name &&
      (!one.prefix));
    const since = said && said.version_added;
    return typeof since === "string" && !said.version_removed && parseFloat(since.replace("≤", "")) <= version;
  });
}

/* names of interfaces and of their members, of the language and of the page: to whether
   any of that name is old enough; one cannot see whose member a name is */
function known() {
  const found = new Map();
  const add = (name, compat) => found.set(name, found.get(name) || old(compat));
  const walk = function (tree, depth) {
    Object.entries(tree).forEach(function ([name, entry]) {
      if (name === "__compat" || !entry.__compat) return;
      add(name.replace(/_static$|_event$/, ""), entry.__compat);
      if (depth) walk(entry, depth - 1);
    });
  };
  walk(bcd.api, 1);
  walk(bcd.javascript.builtins, 2);
  return found;
}

/* names of members, those that the script itself gives to objects, and texts */
function partsOf(code) {
  const names = new Set(), made = new Set(), declared = new Set(), texts = [], own = new Set();
  const declare = ({ type, id }) => /^(VariableDeclarator|(Class|Function)Declaration)$/.test(type) && declared.add(id.name);
  const visit = function (node) {
    if (!node || typeof node !== "object") return;
    declare(node);
    if (node.type === "MemberExpression" && !node.computed) names.add(node.property.name);
    if (node.type === "Property" && !node.computed) own.add(node.key.name || node.key.value);
    if (node.type === "MethodDefinition") own.add(node.key.name);
    if (node.type === "AssignmentExpression" && node.left.property) own.add(node.left.property.name);
    if (node.type === "NewExpression" && node.callee.name) made.add(node.callee.name);
    if (node.type === "Literal" && typeof node.value === "string") texts.push(node.value);
    if (node.type === "TemplateElement") texts.push(node.value.cooked);
    Object.values(node).forEach((part) => (Array.isArray(part) ? part.forEach(visit) : visit(part)));
  };
  visit(espree.parse(code, { ecmaVersion: 2020 }));
  made.forEach((name) => declared.has(name) || names.add(name));
  return { names, texts, own };
}

/* members of Leaflet, and of what Python writes into the page */
const OTHERS = new Set([
  "getSize", "isValid", "pad", "polygon", "subtract", "and", "features", "reading", "year", "where", "redraw", "side",
]);

test("scripts use what the oldest browsers have, or say what stands for it", function () {
  const have = known(), page = partsOf(read("landbase.js"));
  const [worker] = page.texts.filter((text) => text.includes("onmessage"));
  assert.ok(worker, "the script of the worker is found");
  const used = new Set([...page.names, ...partsOf(worker).names]);
  const lacking = [...used].filter((name) => have.get(name) === false && !page.own.has(name) && !OTHERS.has(name));
  const guarded = Object.keys(GUARDED.scripts);
  assert.deepEqual(lacking.filter((name) => !guarded.includes(name)).sort(), []);
  assert.deepEqual(guarded.filter((name) => !used.has(name)), []);
});

test("styles use what the oldest browsers have, or say what stands for it", function () {
  const css = read("landbase.css").replace(/\/\*[^]*?\*\//g, "");
  const names = new Set([...css.matchAll(/[{;]\s*([a-z-]+)\s*:/g)].map(([, name]) => name));
  const lacking = [...names].filter((name) => !name.startsWith("--"))
    .filter((name) => !bcd.css.properties[name] || !old(bcd.css.properties[name].__compat));
  const gaps = bcd.css.properties.gap.flex_context || bcd.css.properties.gap;
  assert.ok(!old(gaps.__compat)); // hence the margins
  assert.deepEqual(lacking.filter((name) => !(name in GUARDED.properties) && !name.startsWith("-webkit-")).sort(), []);
  const selectors = new Set([...css.matchAll(/::?([a-z-]+)(?=[\s,{(:.>+~[])/g)].map(([, name]) => name)
    .filter((name) => bcd.css.selectors[name]));
  const late = [...selectors].filter((name) => !old(bcd.css.selectors[name].__compat));
  assert.deepEqual(late.filter((name) => !(name in GUARDED.selectors)), []);
  assert.ok(!/:(is|where|has)\(|[^-]inset:|color-mix|@layer|@container/.test(css));
  assert.ok(/\.lb-no-gap [^{]*\{margin/.test(css));
});

test("the script that asks for all this runs anywhere", function () {
  espree.parse(read("needs.js"), { ecmaVersion: 5 });
});
