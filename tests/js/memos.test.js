/* Notes as a file and as an address: they come back as they were; what is unsound does not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { cleanText, fromAddress, fromFile, joined, LIMITS, toAddress, toFile } from "../../landbase/webmap/js/memos.js";

const NOTES = [
  { kind: "point", places: [[109.98765, 39.81234]], text: "现场未动工\n需核实", parcel: "150622-P-0031" },
  { kind: "line", places: [[109.9, 39.8], [110.1, 39.7], [110.2, 39.9]], text: "", parcel: "" },
  { kind: "area", places: [[109.9, 39.8], [110.1, 39.7], [110.2, 39.9]], text: "拟划入", parcel: "" },
];

test("notes come back from a file and from an address", function () {
  assert.deepEqual(fromFile(toFile(NOTES)), { notes: NOTES, left: 0 });
  assert.deepEqual(fromAddress(toAddress(NOTES)), NOTES);
  assert.equal(toAddress([]), "");
  assert.deepEqual(fromAddress(""), []);
});

test("a file of notes is GeoJSON whose rings are closed", function () {
  const { features } = JSON.parse(toFile(NOTES));
  assert.deepEqual(features.map((one) => one.geometry.type), ["Point", "LineString", "Polygon"]);
  const [ring] = features[2].geometry.coordinates;
  assert.deepEqual(ring[0], ring[3]);
  assert.deepEqual(features[0].properties, { number: 1, note: "现场未动工\n需核实", parcel_id: "150622-P-0031" });
});

test("places far from Greenwich keep a metre in the address", function () {
  const note = { kind: "point", places: [[-179.123456, -84.999999]], text: "", parcel: "" };
  const [[lon, lat]] = fromAddress(toAddress([note]))[0].places;
  assert.ok(Math.abs(lon + 179.123456) < 1e-5 && Math.abs(lat + 84.999999) < 1e-5);
});

test("what is no file of notes is none", function () {
  for (const text of ["", "[]", "null", "1", "{", '{"type":"FeatureCollection","features":[]}',
    '{"landbase":"notes"}', '{"landbase":"notes","features":{}}', "\u0000"]) {
    assert.equal(fromFile(text), null, text);
  }
  for (const text of ["{", "1", "null", "{}", "[1]", "[[]]", '[[9,"a","",1,2]]', '[[0,"a","",1]]',
    '[[0,"a","",1.5,2]]', '[[0,"a","",1e9,2]]', '[["__proto__","a","",1,2]]', '[[0,"a","",null,2]]']) {
    assert.deepEqual(fromAddress(text), [], text);
  }
});

test("of a file only sound notes are taken, and the others counted", function () {
  const point = (coordinates, properties) => ({ type: "Feature", geometry: { type: "Point", coordinates }, properties });
  const features = [
    point([110, 39], { note: "好" }), point([110, 39], { note: { toString: "a" } }), point([1000, 39], {}),
    point(["110", "39"], {}), point([110, 89], {}), point(null, {}), null, 7, { geometry: {} },
    { geometry: { type: "LineString", coordinates: [[1, 2]] }, properties: {} },
    { geometry: { type: "Polygon", coordinates: [[[1, 2], [2, 3], [1, 2]]] }, properties: {} },
    { geometry: { type: "Polygon", coordinates: [] }, properties: {} },
    { geometry: { type: "constructor", coordinates: [1, 2] }, properties: {} },
    { geometry: { type: "LineString", coordinates: Array(LIMITS.places + 1).fill([1, 2]) }, properties: {} },
  ];
  const { notes, left } = fromFile(JSON.stringify({ landbase: "notes", features }));
  assert.deepEqual(notes.map(({ text }) => text), ["好", ""]);
  assert.equal(left, features.length - 2);
});

test("there are at most so many notes, letters and places", function () {
  const many = Array(LIMITS.notes + 5).fill(NOTES[0]);
  assert.equal(fromFile(toFile(many)).notes.length, LIMITS.notes);
  assert.equal(fromFile(toFile(many)).left, 5);
  assert.equal(fromAddress(toAddress(many)).length, LIMITS.notes);
  assert.equal(cleanText("长".repeat(9999)).length, LIMITS.letters);
});

test("what nobody sees or what turns a text around is left out", function () {
  assert.equal(cleanText("a\u202eb\u200b\u0000c\nd\u2028"), "abc\nd");
  assert.equal(cleanText(undefined), "");
  assert.equal(cleanText(["a"]), "");
});

test("two lists are joined, each note once", function () {
  assert.deepEqual(joined(NOTES, NOTES), NOTES);
  assert.deepEqual(joined(NOTES.slice(1), NOTES), [NOTES[1], NOTES[2], NOTES[0]]);
});
