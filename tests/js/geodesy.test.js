/* Lengths and areas are those of PROJ's geodesics, as near as `geodesy.js` promises. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  areaOf, crossesItself, distance, lengthOf, metresOfPixel,
} from "../../landbase/webmap/js/geodesy.js";
import { vectorsOf } from "./vectors.js";

const { lengths, areas } = vectorsOf("geodesy");

test("lengths are those of geodesics to a millimetre", function () {
  assert.ok(lengths.length > 40);
  lengths.forEach(({ from, to, metres }) =>
    assert.ok(Math.abs(distance(from, to) - metres) < 1e-3, `${from} ${to}`));
});

test("areas are those of geodesic polygons: to a millionth where sides are up to 5 km", function () {
  assert.ok(areas.length > 10);
  areas.forEach(function ({ ring, m2, within }) {
    assert.ok(Math.abs(areaOf(ring) / m2 - 1) < within, `${m2}`);
    assert.ok(Math.abs(areaOf([...ring].reverse()) / m2 - 1) < within, `${m2} backwards`);
  });
});

test("a line is as long as its parts", function () {
  const [a, b, c] = [[110, 39], [110.1, 39], [110.1, 39.2]];
  assert.equal(lengthOf([a, b, c]), distance(a, b) + distance(b, c));
  assert.equal(lengthOf([a]), 0);
});

test("between antipodes nothing is said", function () {
  assert.ok(Number.isNaN(distance([0, 0], [179.7, 0.1])));
});

test("a bow crosses itself, a square does not", function () {
  assert.equal(crossesItself([[0, 0], [1, 1], [1, 0], [0, 1]]), true);
  assert.equal(crossesItself([[0, 0], [1, 0], [1, 1], [0, 1]]), false);
});

test("on the equator 256 pixels are the world, but for the mean of its two radii", function () {
  const metres = 256 * metresOfPixel(0, 0), equator = 2 * Math.PI * 6378137;
  assert.ok(Math.abs(metres / equator - (1 - 1 / 298.257222101)) < 1e-9);
});
