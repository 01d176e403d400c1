/* Sums of areas against exact arithmetic. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { addTo, Sums, total } from "../../landbase/webmap/js/sums.js";

/* numbers that look drawn at random, the same in every run */
function* drawn(seed) {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state;
  }
}

test("areas of up to four decimals add up to what their decimals say", function () {
  const numbers = drawn(7);
  for (let turn = 0; turn < 2000; turn++) {
    const decimals = numbers.next().value % 5, count = 1 + (numbers.next().value % 60);
    const units = Array.from({ length: count }, () => numbers.next().value % 10 ** 9);
    const exact = units.reduce((one, other) => one + BigInt(other), BigInt(0));
    const areas = units.map((unit) => unit / 10 ** decimals);
    assert.equal(total(areas), Number(exact) / 10 ** decimals);
    assert.equal(total(areas.slice().reverse()), total(areas));
  }
});

test("tenths are added as tenths", function () {
  assert.equal(total(Array(10).fill(0.1)), 1);
  assert.equal(total(Array(500).fill(0.1)), 50); // a float falls short of it
  assert.notEqual(Array(500).fill(0.1).reduce((one, other) => one + other, 0), 50);
});

test("areas of many digits lose no more than one rounding", function () {
  const numbers = drawn(11);
  for (let turn = 0; turn < 200; turn++) {
    const units = Array.from({ length: 200 }, () => BigInt(numbers.next().value) * BigInt(2 ** 18) + BigInt(numbers.next().value % 2 ** 18));
    const exact = units.reduce((one, other) => one + other, BigInt(0)); // of 2⁻³⁰ m²
    const sum = total(units.map((unit) => Number(unit) / 2 ** 30));
    assert.ok(Math.abs(sum - Number(exact) / 2 ** 30) <= 2 ** -52 * sum);
  }
});

test("cells are added up apart, what is taken away too, and parts of them are given", function () {
  const sums = new Sums(4);
  [[1, 0.1], [1, 0.2], [3, 5.5], [1, -0.3]].forEach(([cell, m2]) => sums.add(cell, m2));
  assert.deepEqual([...sums.part()], [0, 0, 0, 5.5]);
  assert.deepEqual([...sums.part(2, 4)], [0, 5.5]);
  const areas = [0.1, 0.7];
  addTo(areas, [0.2, 0.1]);
  assert.deepEqual(areas, [0.3, 0.8]);
});
