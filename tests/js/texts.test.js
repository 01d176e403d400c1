/* Texts as they are compared, and the initials that people type. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { folded, initials, rate, withUnit } from "../../landbase/webmap/js/texts.js";

test("width and case make no difference", function () {
  assert.equal(folded("鄂尔多斯市Ａ公司１２"), "鄂尔多斯市a公司12");
});

test("Chinese has no blank between a figure and its unit", function () {
  assert.equal(withUnit("1.50", "亩"), "1.50亩");
  assert.equal(withUnit("1.50", "mu"), "1.50 mu");
});

test("an id is found however its hyphens, blanks and invisible characters are", () => {
  const alike = ["T‑9", "T–9", "t−9", "T－９", "\u200bT-9", "T\u00ad-9", "T-9\ufe0f"];
  for (const id of alike) assert.equal(folded(id), "t-9");
  assert.equal(folded("T-9\u00a0甲\0乙"), "t-9 甲\0乙"); // what parts texts stays
});

test("initials of many characters", function () {
  Object.entries({
    鄂尔多斯: "eeds", 东胜康巴什: "dskbs", 达拉特: "dlt", 杭锦乌审: "hjws", 伊金霍洛: "yjhl",
    苏里格经济开发区: "slgjjkfq", 热电A区2号: "rdaq2h",
    耷搭达打: "dddd", 啊八擦大额发: "abcdef",
  }).forEach(([word, wanted]) => assert.equal(initials(word.toLowerCase()), wanted));
});

const encoded = (texts) => new TextEncoder().encode(texts.map((one) => one + "\0").join(""));

test("a row is rated by where its text holds what is looked for", function () {
  const texts = ["准格尔旗", "旗", "", "在旗内旗外", "别处"], best = new Uint8Array(5);
  rate({ count: 5 }, { texts: encoded(texts) }, folded, "旗", best, 3, 2);
  assert.deepEqual([...best], [2, 3, 0, 2, 0]);
  const words = new Uint8Array(3);
  rate({ count: 3 }, { words: ["旗", "无"], values: [1, 0, 1] }, folded, "旗", words, 3, 2);
  assert.deepEqual([...words], [0, 3, 0]);
});
