/* Rounding and apportioning give what `landbase.units` and `landbase.apportion` give. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { apportionCrossed, apportioned, printed, wholeUnits } from "../../landbase/webmap/js/apportion.js";
import { printedTable } from "../../landbase/webmap/js/figures.js";
import { vectorsOf } from "./vectors.js";

const { rounded, parts, tables } = vectorsOf("apportion");
const MU = { times: 15, by: 10000 }, HA = { times: 1, by: 10000 };

test("numbers are rounded half up, judged on their decimal digits", function () {
  assert.ok(rounded.length > 100);
  rounded.forEach(({ value, decimals, units }) =>
    assert.equal(wholeUnits(value, decimals), units, `${value} at ${decimals}`));
});

test("numbers are printed with all decimals and commas", function () {
  assert.equal(printed(1234567.895, 2), "1,234,567.90");
  assert.equal(printed(0, 2), "0.00");
});

test("parts sum to their total", function () {
  assert.ok(parts.length > 10);
  parts.forEach((one) => assert.deepEqual(apportioned(one.parts, 2, one.total), one.units));
});

test("tables close both ways", function () {
  assert.ok(tables.length > 10);
  tables.forEach(({ table, decimals, units }) =>
    assert.deepEqual(apportionCrossed(table, decimals), units));
});

test("nothing is apportioned to nothing", function () {
  assert.deepEqual(apportionCrossed([], 2), []);
  assert.deepEqual(apportioned([], 2, 0), []);
});

test("a printed table closes: a third of a hectare, three times", function () {
  const third = { count: 1000, m2: [10000 / 3] };
  const lines = [1, 2, 3].map((code) => ({ code, ...third }));
  const { lines: written, total } = printedTable(lines, { mu: MU, ha: HA });
  assert.deepEqual(written.map((line) => line.ha), ["0.34", "0.33", "0.33"]);
  assert.deepEqual(written.map((line) => line.mu), ["5.00", "5.00", "5.00"]);
  assert.deepEqual(total, { code: "total", count: "3,000", mu: "15.00", ha: "1.00" });
});
