/* A layer as Python writes it: what the store reads of it, on each day and filtered. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setDay } from "../../landbase/webmap/js/days.js";
import { bytesOf, unpack, unzip } from "../../landbase/webmap/js/decode.js";
import { sumShown } from "../../landbase/webmap/js/figures.js";
import { csvLine, geoJsonOf, kmlOf, tableOf, tsvLine } from "../../landbase/webmap/js/files.js";
import { empty, filterStore, sound } from "../../landbase/webmap/js/filters.js";
import { pageLayers } from "../../landbase/webmap/js/layers.js";
import { Store, meets } from "../../landbase/webmap/js/store.js";
import { write } from "../../landbase/webmap/js/writing.js";
import { vectorsOf } from "./vectors.js";

const { text, parcels, days, filters } = vectorsOf("layer");
const NEAR = 2e-7; // of a degree: what whole numbers on the Mercator plane leave

const opened = () => new Store(unpack(bytesOf(text)));
const column = (store, name) => store.columns.findIndex((one) => one.name === name);
const textIn = (store, name, row) => store.text(column(store, name), row);
const rowsById = function (store) {
  return new Map([...Array(store.count).keys()].map((row) => [textIn(store, "parcel_id", row), row]));
};

test("every parcel is read as it was written", function () {
  const store = opened(), rows = rowsById(store);
  assert.equal(store.count, parcels.length);
  parcels.forEach(function (parcel) {
    const row = rows.get(parcel.id);
    ["name", "holder", "banner"].forEach((name) =>
      assert.equal(textIn(store, name, row), parcel[name]));
    assert.equal(store.areas[row], parcel.m2);
  });
});

/* the same ring may begin at another vertex and run the other way */
function sameRing(one, other) {
  const near = (a, b) => Math.abs(a[0] - b[0]) < NEAR && Math.abs(a[1] - b[1]) < NEAR;
  return one.length === other.length && one.every((place) => other.some((two) => near(place, two)));
}

test("outlines are those of the parcels, with rings and parts", function () {
  const store = opened(), rows = rowsById(store);
  assert.ok(parcels.some((parcel) => parcel.rings.length > 1));
  parcels.forEach(function ({ id, rings }) {
    const read = store.latLngs(rows.get(id)).flat().map((ring) =>
      ring.map(([lat, lng]) => [lng, lat]));
    assert.equal(read.length, rings.length);
    rings.forEach((ring) => assert.ok(read.some((other) => sameRing(ring, other)), id));
  });
});

test("compressed sections are the same", async function () {
  const stream = new Blob([bytesOf(text)]).stream().pipeThrough(new CompressionStream("gzip"));
  const zipped = new Uint8Array(await new Response(stream).arrayBuffer());
  assert.deepEqual(await unzip(zipped), bytesOf(text));
});

test("on each day every parcel is in the state that decisions leave", function () {
  const store = opened(), rows = rowsById(store);
  const forth = days.map((_, at) => at), back = [...forth].reverse();
  [...forth, ...back, 0, days.length - 1].forEach(function (at) {
    const { day, states } = days[at];
    setDay(store, day);
    Object.entries(states).forEach(([id, wanted]) => assert.deepEqual(
      ["status", "disposal_type", "due"].map((name) => textIn(store, name, rows.get(id))),
      wanted, `${id} on ${day}`));
  });
});

test("filters leave what Python would", function () {
  const store = opened();
  filters.forEach(function ({ state, day, ids }) {
    setDay(store, day);
    filterStore(store, { ...empty(), ...state }, day);
    const left = [...rowsById(store)].filter(([, row]) => store.shown[row]).map(([id]) => id);
    assert.deepEqual(left.sort(), ids, JSON.stringify([state, day]));
  });
  assert.ok(filters.some(({ state, ids }) => state.overdue && ids.length > 2));
});

test("of a link only what makes sense is taken", function () {
  assert.deepEqual(sound(null), empty());
  assert.deepEqual(sound("x"), empty());
  assert.deepEqual(
    sound({ text: 5, least: "3", most: 7, overdue: 1, choices: { status: ["a", 5], name: "b" } }),
    { ...empty(), most: 7, choices: { status: ["a"] } });
});

test("what is shown is counted and added up by class and by column", function () {
  const store = opened(), day = days[3];
  setDay(store, day.day);
  filterStore(store, { ...empty(), least: 5 }, day.day);
  pageLayers.push({ store, dataId: "a" });
  const left = parcels.filter((parcel) => parcel.m2 * 15 / 10000 >= 5);
  const [byClass, byBanner] = sumShown(
    { hasLayer: () => true }, ["class", "banner"], store.header.categories);
  pageLayers.pop();
  const total = (values) => values.reduce((one, other) => one + other, 0);
  [byClass, byBanner].forEach(function (sums) {
    assert.equal(total([...sums.values()].map((sum) => sum.count)), left.length);
    const m2 = total([...sums.values()].map((sum) => total([...sum.m2])));
    assert.ok(Math.abs(m2 - total(left.map((parcel) => parcel.m2))) < 1e-6);
  });
  byBanner.forEach((sum, banner) =>
    assert.equal(sum.count, left.filter((parcel) => parcel.banner === banner).length));
});

test("a parcel is found at a place within it, and by a box that meets it", function () {
  const store = opened(), rows = rowsById(store);
  parcels.filter((parcel) => parcel.rings.length === 1).forEach(function ({ id, rings: [ring] }) {
    const row = rows.get(id), i = 4 * row, boxes = store.boxes;
    const corner = Store.units({ lng: ring[0][0], lat: ring[0][1] });
    const around = [corner[0] - 3, corner[1] - 3, corner[0] + 3, corner[1] + 3];
    assert.ok(store.within(...around).includes(row));
    assert.ok(meets(store, row, around));
    assert.ok(!meets(store, row, [boxes[i + 2] + 1, boxes[i + 3] + 1, boxes[i + 2] + 9, boxes[i + 3] + 9]));
    assert.ok(!store.contains(row, boxes[i] - 1, boxes[i + 1] - 1));
  });
});

test("a selection is saved as a table and as GeoJSON with the day", function () {
  const store = opened(), day = days[4].day, row = rowsById(store).get(parcels[6].id);
  setDay(store, day);
  const words = { m2: "平方米", mu: "亩", ha: "公顷", day: "日期", note: "" };
  const chosen = [{ store, rows: [row] }];
  const [head, line] = tableOf(chosen, words, day);
  assert.deepEqual(head.slice(-4), ["平方米", "亩", "公顷", "日期"]);
  assert.deepEqual(line.slice(-4), ["8641.97", "12.96", "0.8642", "2022-06-30"]);
  const { features: [feature] } = JSON.parse([...geoJsonOf(chosen, words, day)].join(""));
  assert.equal(feature.properties.parcel_id, parcels[6].id);
  assert.equal(feature.geometry.coordinates.flat(feature.geometry.type === "Polygon" ? 0 : 1).length,
    parcels[6].rings.length);
});

test("what is copied or saved keeps its columns and is no formula", function () {
  const rows = [["编号", "名称"], ["150622000000000001", "=1+1"], ["0012345", "a\tb"]];
  const cells = rows.map((row) => tsvLine(row).split("\t"));
  assert.deepEqual(cells, [
    ["编号", "名称"], ['="150622000000000001"', "'=1+1"], ['="0012345"', "a b"]]);
  assert.equal(csvLine(["1,234.5", 'a"b', "-x"]), '"1,234.5","a""b",\'-x\r\n');
});

test("KML has every parcel, its columns, and nothing that is markup", async function () {
  const store = opened(), rows = [...Array(store.count).keys()];
  store.classes.forEach((entry) => Object.assign(entry, { color: "#112233", edge: "#445566" }));
  const words = { m2: "平方米", mu: "亩", file: "a<b", note: "&" };
  const kml = [...kmlOf([{ store, rows }], words)].join("");
  assert.equal(kml.match(/<Placemark>/g).length, store.count);
  assert.equal(kml.match(/<LinearRing>/g).length, parcels.reduce((sum, { rings }) => sum + rings.length, 0));
  assert.ok(kml.includes("<name>a&lt;b</name><description>&amp;</description>"));
  assert.ok(kml.includes("<PolyStyle><color>b3332211</color>"));
  const written = await write({ format: "kml", chosen: [{ store, rows }], words }, () => undefined);
  assert.equal(await written.text(), kml);
});

test("what another thread writes of plain parts is the same", async function () {
  const store = opened(), rows = new Uint32Array([2, 0, 5]), words = { note: "" };
  const job = { format: "geojson", words, day: 19000 };
  const parts = structuredClone({ ...store, _decoder: undefined, timeline: undefined, events: undefined });
  const [own, other] = await Promise.all([store, parts].map((one) =>
    write({ ...job, chosen: [{ store: one, rows }] }, () => undefined).then((blob) => blob.text())));
  assert.equal(other, own);
  assert.equal(JSON.parse(own).features.length, 3);
});

test("writing stops when it is told to", async function () {
  const store = opened(), rows = new Uint32Array(200000), stop = { stopped: false };
  const done = write({ format: "csv", chosen: [{ store, rows }], words: { m2: "", mu: "", ha: "" } }, () => (stop.stopped = true), stop);
  assert.equal(await done, null);
});
