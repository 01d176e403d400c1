/* What stands for parcels from afar: hexagons, carpets, classes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CORNERS, breaksOf, classOf, hexagonsOf, isCarpet, sharesOf } from "../../landbase/webmap/js/afar.js";

/* a store of squares around places */
function storeOf(middles, half = 1) {
  const boxes = middles.flatMap(([x, y]) => [x - half, y - half, x + half, y + half]);
  const count = middles.length;
  return { count, boxes: Int32Array.from(boxes), shown: new Uint8Array(count).fill(1), areas: new Float64Array(count).fill(2) };
}

/* numbers that look random, always the same */
function places(count, size) {
  let state = 1;
  const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
  return Array.from({ length: count }, () => [Math.round((next() - 0.5) * size), Math.round((next() - 0.5) * size)]);
}

test("every parcel is in the hexagon whose middle is nearest, and counted once", function () {
  const width = 997.13, all = places(3000, 20000), found = hexagonsOf([storeOf(all)], width);
  assert.equal(found.reduce((sum, { count }) => sum + count, 0), all.length);
  assert.equal(found.reduce((sum, { m2 }) => sum + m2, 0), 2 * all.length);
  all.forEach(function ([x, y]) {
    const away = Math.min(...found.map((one) => Math.hypot(one.x - x, one.y - y)));
    assert.ok(away <= width / Math.sqrt(3) + 1);
  });
  const counts = new Map(found.map((one) => [one, 0]));
  all.forEach(function ([x, y]) {
    const nearest = found.reduce((best, one) =>
      (Math.hypot(one.x - x, one.y - y) < Math.hypot(best.x - x, best.y - y) ? one : best));
    counts.set(nearest, counts.get(nearest) + 1);
  });
  counts.forEach((count, one) => assert.equal(count, one.count));
});

test("neighbouring hexagons meet without a gap", function () {
  const [one, other] = hexagonsOf([storeOf([[0, 0], [1000, 0]])], 1000);
  assert.equal(Math.abs(other.x - one.x), 1000);
  CORNERS.forEach(([x, y]) => assert.ok(Math.abs(Math.hypot(x, y) - 1 / Math.sqrt(3)) < 1e-12));
  const xs = CORNERS.map(([x]) => x);
  assert.ok(Math.abs(Math.max(...xs) - Math.min(...xs) - 1) < 1e-12);
});

test("what is hidden, or has no outline, is in no hexagon", function () {
  const store = storeOf([[0, 0], [0, 0], [0, 0]]);
  store.shown[1] = 0;
  store.boxes.set([2147483647, 2147483647, -2147483648, -2147483648], 8);
  assert.deepEqual(hexagonsOf([store], 100).map(({ count }) => count), [1]);
});

test("many dots on few pixels are a carpet, few and large parcels are none", function () {
  const heap = places(5000, 1600);
  assert.ok(isCarpet([storeOf(heap)], 10, 4));
  assert.ok(!isCarpet([storeOf(heap)], 0.1, 4));
  assert.ok(!isCarpet([storeOf(places(50, 16000))], 10, 4));
  assert.ok(!isCarpet([storeOf(heap, 500)], 10, 4)); // drawn as polygons
  assert.ok(!isCarpet([], 10, 4));
});

test("classes begin at round numbers that rise, and every value has one", function () {
  const breaks = breaksOf(places(400, 4000).map(([x]) => Math.abs(x) + 1), 5);
  assert.ok(breaks.length >= 3 && breaks.length <= 4);
  breaks.forEach((low, at) => assert.ok(/^[125]0*$/.test(String(low)) && low > (breaks[at - 1] || 1)));
  assert.deepEqual(breaksOf([1, 1, 1], 5), []);
  assert.deepEqual(breaksOf([], 5), []);
  assert.deepEqual([0, 5, 10, 99].map((value) => classOf([5, 10], value)), [0, 1, 2, 2]);
});

test("classes of shares are even steps, five at most", function () {
  assert.deepEqual(sharesOf([34.8, 40, 50], 5), [35, 40, 45, 50]);
  assert.deepEqual(sharesOf([0, 100], 5), [20, 40, 60, 80]);
  assert.deepEqual(sharesOf([46.5], 5), []);
  assert.deepEqual(sharesOf([], 5), []);
});
