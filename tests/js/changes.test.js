/* Two days of a layer, and what was disposed of when: figures of Python. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { changesBetween, selectChanged, storeBeside } from "../../landbase/webmap/js/changes.js";
import { setDay } from "../../landbase/webmap/js/days.js";
import { bytesOf, unpack } from "../../landbase/webmap/js/decode.js";
import { eachDisposal, monthsOf, sumMonths } from "../../landbase/webmap/js/disposals.js";
import { empty, filterStore } from "../../landbase/webmap/js/filters.js";
import { Store } from "../../landbase/webmap/js/store.js";
import { vectorsOf } from "./vectors.js";

const { text, days, changes, disposals } = vectorsOf("layer");
const opened = () => new Store(unpack(bytesOf(text)));
const near = (one, other, what) => assert.ok(Math.abs(one - other) < 1e-6, `${what}: ${one}, ${other}`);
const sum = (values) => [...values].reduce((one, other) => one + other, 0);

test("between any two days as many changed from one status to another as Python says", function () {
  const now = opened(), then = storeBeside(now);
  assert.ok(changes.some((one) => one.changes.length > 3));
  changes.forEach(function ({ days: [before, after], changes: wanted }) {
    setDay(then, before);
    setDay(now, after);
    const { changes: found, same } = changesBetween([{ then, now }], "status", now.header.categories);
    const told = new Map(found.map(({ from, to, count, m2 }) => [from + ">" + to, [count, sum(m2)]]));
    assert.equal(told.size, wanted.length);
    wanted.forEach(function ([from, to, count, m2]) {
      assert.equal(told.get(from + ">" + to)[0], count);
      near(told.get(from + ">" + to)[1], m2, from + ">" + to);
    });
    assert.equal(same.count + sum(found.map(({ count }) => count)), now.count);
    near(sum(same.m2) + sum(found.map(({ m2 }) => sum(m2))), sum(now.areas), "all");
  });
});

test("the store of the other day reads every state of it, and leaves the first as it was", function () {
  const now = opened(), then = storeBeside(now), at = then.columns.findIndex(({ name }) => name === "parcel_id");
  days.forEach(function ({ day, states }) {
    setDay(then, day);
    for (let row = 0; row < then.count; row++) {
      const own = ["status", "disposal_type", "due"].map((name) =>
        then.text(then.columns.findIndex((column) => column.name === name), row));
      assert.deepEqual(own, states[then.text(at, row)]);
    }
  });
  const fresh = opened();
  now.columns.forEach((column, n) => assert.deepEqual(column.values, fresh.columns[n].values));
  assert.deepEqual([now.position, now.due, now.done], [fresh.position, fresh.due, fresh.done]);
});

test("only what one of the days shows is told, and can be selected", function () {
  const now = opened(), then = storeBeside(now), [before, after] = [days[0].day, days[4].day];
  setDay(then, before);
  setDay(now, after);
  const banner = now.columns.find(({ name }) => name === "banner").words[0];
  const state = Object.assign(empty(), { choices: { banner: [banner] } });
  filterStore(now, state, after);
  filterStore(then, state, before);
  const { changes: [first] } = changesBetween([{ then, now }], "status", now.header.categories);
  selectChanged([{ then, now }], "status", first.from, first.to);
  assert.equal(sum(now.selected), first.count);
  now.selected.forEach((on, row) => assert.ok(!on || now.shown[row]));
});

test("each month has what charts on paper have, as of every day", function () {
  const store = opened(), { categories } = store.header;
  assert.ok(disposals.some(({ months }) => months.length > 1));
  disposals.forEach(function ({ day, months }) {
    const wanted = new Map(months.map(([month, category, m2]) => [month + category, m2])), found = new Map();
    ["2020", "2021", "2022", "2023"].forEach(function (year) {
      const { months: sums, unknown } = sumMonths([store], year, day, categories);
      assert.equal(unknown, 0);
      sums.forEach((cells, at) => cells.forEach((m2, n) => m2 &&
        found.set(year + "-" + String(at + 1).padStart(2, "0") + categories[n], m2)));
    });
    assert.deepEqual([...found.keys()].sort(), [...wanted.keys()].sort());
    wanted.forEach((m2, key) => near(found.get(key), m2, key));
  });
});

test("a filter by month leaves what was disposed of in it, and what was returned no more", function () {
  const store = opened(), [standing, returned] = ["2022-09-01", "2030-01-01"].map((iso) => Date.parse(iso) / 864e5);
  const left = function (day) {
    setDay(store, day);
    filterStore(store, Object.assign(empty(), { choices: { disposal_month: monthsOf(store) } }), day);
    return sum(store.shown);
  };
  const counted = new Set();
  eachDisposal(store, standing, (row) => counted.add(row));
  assert.equal(left(standing), counted.size);
  assert.ok(left(returned) < counted.size);
});

test("a filter by a column leaves what that column holds, and not what another does", function () {
  const store = opened(), name = store.columns.findIndex((column) => column.name === "name");
  const part = store.text(name, 0).slice(0, 4);
  filterStore(store, Object.assign(empty(), { columns: { name: part } }), days[0].day);
  for (let row = 0; row < store.count; row++) {
    assert.equal(store.shown[row] === 1, store.text(name, row).normalize("NFKC").toLowerCase().includes(part));
  }
  filterStore(store, Object.assign(empty(), { columns: { status: part } }), days[0].day);
  assert.equal(sum(store.shown), 0);
});
