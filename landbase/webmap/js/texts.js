/* How texts are compared, and the texts of a column as one, so that a search is a few
   calls for all parcels. */

const END = "\0"; // between the texts

/* a figure with its unit; Chinese has no blank between them */
export const withUnit = (figure, unit) => figure + (/^[\u4e00-\u9fff]/.test(unit) ? "" : " ") + unit;

/* what nobody sees in a text, and what is typed for a hyphen */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const HYPHENS = /[\u2010-\u2015\u2212\ufe58\ufe63]/g;

/* as texts are compared: width, case, hyphens and what nobody sees make no difference */
export const folded = (text) =>
  text.replace(INVISIBLE, "").normalize("NFKC").replace(HYPHENS, "-").replace(/[^\S\0]+/g, " ").toLowerCase();

/* ids without what people leave out: hyphens, blanks, brackets */
export const bare = (text) => folded(text).replace(/[-‐-―−_/\\.·、\s()[\]〔〕【】]/g, "");

function long(text, count) {
  const begins = new Uint32Array(count + 1);
  for (let row = 1; row < count; row++) begins[row] = text.indexOf(END, begins[row - 1]) + 1;
  begins[count] = text.length + 1;
  return { text: text, begins: begins };
}

/* the texts of a column of a store under a change, such as `folded`; kept */
function changed(store, column, change) {
  const source = column.words || column.texts;
  column.kept = column.kept && column.kept.source === source ? column.kept : { source: source, by: new Map() };
  if (!column.kept.by.has(change)) {
    column.kept.by.set(change, column.words ? column.words.map(change)
      : long(change(new TextDecoder().decode(column.texts)), store.count));
  }
  return column.kept.by.get(change);
}

/* Raise `best` of each row to how well its text in a column fits: `begins` where it
   begins with `part`, `holds` where it holds it elsewhere. */
export function rate(store, column, change, part, best, begins, holds) {
  const texts = changed(store, column, change);
  const raise = (row, how) => (best[row] = Math.max(best[row], how));
  if (column.words) {
    const fits = Uint8Array.from(texts, function (word) {
      const at = word.indexOf(part);
      return at < 0 ? 0 : at === 0 ? begins : holds;
    });
    for (let row = 0; row < best.length; row++) raise(row, fits[column.values[row]]);
    return;
  }
  let row = 0;
  for (let at = texts.text.indexOf(part); at >= 0; at = texts.text.indexOf(part, texts.begins[row])) {
    while (texts.begins[row + 1] <= at) row++;
    raise(row, at === texts.begins[row] ? begins : holds);
    row++;
  }
}

const pinyin = new Intl.Collator("zh-CN-u-co-pinyin");
const LETTERS = [..."abcdefghjklmnopqrstwxyz"];
/* the first character of each initial in the order of pinyin: where browsers of different
   years have different ones (哒 as dá), all of them, of which the first is taken */
const FIRST = "阿 八 嚓 哒耷 妸 发 旮 哈 讥 咔 垃 妈 拏 噢 妑 七 呥 扨 它 穵 夕 丫 帀".split(" ")
  .map((some) => [...some].sort(pinyin.compare)[0]);
const known = new Map();

function initialOf(character) {
  let letter = known.get(character);
  if (letter !== undefined) return letter;
  let at = FIRST.length - 1;
  while (at > 0 && pinyin.compare(character, FIRST[at]) < 0) at--;
  letter = LETTERS[at];
  known.set(character, letter);
  return letter;
}

/* 准格尔 → zge; other characters stay */
export const initials = (text) => text.replace(/\p{Script=Han}/gu, initialOf);
