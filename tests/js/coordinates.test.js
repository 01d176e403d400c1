/* Places in degrees and in the plane of a zone, held to what PROJ says. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromZone, placeOf, sexagesimal, toZone } from "../../landbase/webmap/js/coordinates.js";
import { vectorsOf } from "./vectors.js";

const { planes, typed } = vectorsOf("coordinates");
const MM = 0.001, DEGREE = 1e-8; // of a degree: 1 mm

test("degrees become metres of the 3° zone and again degrees", function () {
  planes.forEach(function ({ lon, lat, zone, x, y }) {
    const found = toZone([lon, lat], zone);
    assert.ok(Math.abs(found.x - x) < MM && Math.abs(found.y - y) < MM, JSON.stringify([lon, lat, found]));
    const back = fromZone(x, y);
    assert.ok(Math.abs(back[0] - lon) < DEGREE && Math.abs(back[1] - lat) < DEGREE);
  });
  assert.equal(toZone([109.8, 39.6]).zone, 37);
});

test("a place is found however it is typed, and what is none is none", function () {
  typed.forEach(function ({ text, place }) {
    const found = placeOf(text, 37);
    if (place === null) return assert.equal(found, null, text);
    assert.ok(found, text);
    assert.ok(Math.abs(found.place[0] - place[0]) < 1e-7, text);
    return assert.ok(Math.abs(found.place[1] - place[1]) < 1e-7, text);
  });
});

test("minutes and seconds carry over", function () {
  assert.equal(sexagesimal(109.7999999), "109°48′00.00″");
  assert.equal(sexagesimal(39.00833), "39°00′29.99″");
});
