/* Days as people type them; the events of a store on a day. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, dayOfMap, isoDay, sayDay, upTo } from "../../landbase/webmap/js/days.js";
import { vectorsOf } from "./vectors.js";

test("a day is taken as it is typed, and what is none is none", function () {
  vectorsOf("days").forEach(function ({ text, day, iso }) {
    assert.equal(dayOf(text), day, text);
    if (iso !== null) assert.equal(isoDay(day), iso);
  });
  assert.equal(dayOf(null), null);
});

test("how many of sorted numbers are at most one", function () {
  const sorted = [1, 3, 3, 7];
  [[0, 0], [1, 1], [2, 1], [3, 3], [6, 3], [7, 4], [9, 4]].forEach(([number, count]) =>
    assert.equal(upTo(sorted, number), count));
  assert.equal(upTo([], 5), 0);
});

test("a map shows the day of its slider, else of its heading, else today", function () {
  assert.equal(dayOfMap({ landbaseDay: 10, landbaseAsOf: 20 }), 10);
  assert.equal(dayOfMap({ landbaseDay: 0, landbaseAsOf: 20 }), 0);
  assert.equal(dayOfMap({ landbaseAsOf: 20 }), 20);
  const now = new Date();
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / 864e5;
  assert.ok(Math.abs(dayOfMap({ landbaseAsOf: null }) - today) <= 1); // at midnight
});

test("a day is written as the language of the page writes it", function () {
  const day = dayOf("2023-07-06");
  assert.equal(sayDay(day, "{y}年{m}月{d}日"), "2023年7月6日");
  assert.equal(sayDay(day, "{iso}"), "2023-07-06");
  assert.equal(sayDay(day), "2023-07-06");
});
