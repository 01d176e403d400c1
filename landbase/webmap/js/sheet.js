/* A workbook for Excel: one sheet, its head frozen and filtered, sums below. */

import { isoDay } from "./days.js";
import { countOf, escaped, headOf, namesOf, rowsOf } from "./files.js";
import { Sums } from "./sums.js";

const PIECE = 200; // rows
export const MOST = 1048574; // rows of a sheet, but for head and sums
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006/";
const WIDE = [8, 48]; // characters of a column
const STYLES = { head: 1, m2: 2, ha: 3, sumM2: 4, sumHa: 5, bold: 6 };
const FIGURES = [["m2", "sumM2"], ["m2", "sumM2"], ["ha", "sumHa"]]; // of m², mu, ha

/* 0 → A, 26 → AA */
function letters(at) {
  return at < 26 ? String.fromCharCode(65 + at) : letters(Math.floor(at / 26) - 1) + letters(at % 26);
}

const styles = XML + `<styleSheet xmlns="${SHEET}"><numFmts count="2"><numFmt numFmtId="164" formatCode="#,##0.00"/>` +
  '<numFmt numFmtId="165" formatCode="#,##0.0000"/></numFmts>' +
  '<fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts>' +
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
  '<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF4"/></patternFill></fill></fills>' +
  "<borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"7\">" +
  '<xf numFmtId="49" applyNumberFormat="1"/><xf fontId="1" fillId="2" applyFont="1" applyFill="1"/>' +
  '<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/>' +
  '<xf numFmtId="164" fontId="1" applyNumberFormat="1" applyFont="1"/>' +
  '<xf numFmtId="165" fontId="1" applyNumberFormat="1" applyFont="1"/><xf fontId="1" applyFont="1"/></cellXfs>' +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';

const text = (value, style = 0) => value === "" ? `<c s="${style}"/>`
  : `<c t="inlineStr" s="${style}"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
const number = (value, style) => (Number.isFinite(value) ? `<c s="${style}"><v>${value}</v></c>` : "<c/>");

const inUnits = ({ mu, ha }, m2) => [m2, (m2 * mu.times) / mu.by, (m2 * ha.times) / ha.by];

/* how wide each column is, by its head and its first rows */
function widths(head, chosen) {
  const found = head.map((name) => [...name].length * 2);
  let seen = 0;
  for (const { texts } of rowsOf(chosen)) {
    texts.forEach((one, at) => {
      const wide = [...one].reduce((sum, sign) => sum + (sign > "\u2e80" ? 2 : 1), 0);
      found[at] = Math.max(found[at], wide);
    });
    if (++seen === PIECE) break;
  }
  return found.map((wide, at) => `<col min="${at + 1}" max="${at + 1}" customWidth="1" width="${
    Math.min(WIDE[1], Math.max(WIDE[0], wide + 2))}"/>`).join("");
}

function* sheet(chosen, words, day) {
  const head = headOf(chosen, words, day), columns = namesOf(chosen).size, count = countOf(chosen);
  const last = letters(head.length - 1), sums = new Sums(FIGURES.length);
  yield XML + `<worksheet xmlns="${SHEET}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" ` +
    'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols>${widths(head, chosen)}</cols><sheetData><row>${head.map((name) => text(name, STYLES.head)).join("")}</row>`;
  let piece = [];
  for (const { store, texts, m2 } of rowsOf(chosen)) {
    const figures = inUnits(store.header.units, m2);
    if (m2 > 0) figures.forEach((value, at) => sums.add(at, value));
    piece.push("<row>", ...texts.map((one) => text(one)),
      ...figures.map((value, at) => number(value, STYLES[FIGURES[at][0]])),
      day === undefined ? "" : text(isoDay(day)), "</row>");
    if (piece.length < 8 * PIECE) continue;
    yield piece.join("");
    piece = [];
  }
  const total = FIGURES.map((_, at) => `<c s="${STYLES[FIGURES[at][1]]}"><f>SUM(${letters(columns + at)}2:${
    letters(columns + at)}${count + 1})</f><v>${sums.at(at)}</v></c>`);
  const label = words.total + " " + count;
  yield piece.join("") + "<row>" + [...Array(columns).keys()].map((at) => text(at ? "" : label, STYLES.bold)).join("") +
    total.join("") + `</row></sheetData><autoFilter ref="A1:${last}${count + 1}"/></worksheet>`;
}

const relation = (id, type, target) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
const relations = (all) => XML + `<Relationships xmlns="${PACKAGE}relationships">${all}</Relationships>`;
const TYPES = XML + `<Types xmlns="${PACKAGE}content-types"><Default Extension="rels" ` +
  'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  [["/xl/workbook.xml", "sheet.main"], ["/xl/worksheets/sheet1.xml", "worksheet"], ["/xl/styles.xml", "styles"]]
    .map(([name, kind]) => `<Override PartName="${name}" ContentType="application/vnd.openxmlformats-officedocument.` +
      `spreadsheetml.${kind}+xml"/>`).join("") + "</Types>";

/* the files of the workbook: [name, texts] each */
export function* sheetParts(chosen, words, day) {
  const name = escaped(words.sheet.slice(0, 31));
  yield ["[Content_Types].xml", [TYPES]];
  yield ["_rels/.rels", [relations(relation("r1", "officeDocument", "xl/workbook.xml"))]];
  yield ["xl/workbook.xml", [XML + `<workbook xmlns="${SHEET}" xmlns:r="${OFFICE}"><sheets><sheet name="${name}" ` +
    'sheetId="1" r:id="r1"/></sheets></workbook>']];
  yield ["xl/_rels/workbook.xml.rels", [relations(
    relation("r1", "worksheet", "worksheets/sheet1.xml") + relation("r2", "styles", "styles.xml"))]];
  yield ["xl/styles.xml", [styles]];
  yield ["xl/worksheets/sheet1.xml", sheet(chosen, words, day)];
}
