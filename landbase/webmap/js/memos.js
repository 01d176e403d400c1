/* Notes that a person writes onto the map: what one is, as a file and in the address.

   A note is {kind, places, text, parcel}: a point, line or area, its places as
   [longitude, latitude], and the id of the parcel that it is about, if any. A file of
   notes is GeoJSON, which other programs open. Files and links are strangers': only what
   is sound is taken of them, and all of it is text. */

export const LIMITS = { notes: 200, letters: 500, places: 500, link: 1800, bytes: 2e6 };
const KINDS = { point: "Point", line: "LineString", area: "Polygon" };
export const LEAST = { point: 1, line: 2, area: 3 }; // places
const SHORT = ["point", "line", "area"];
const SCALE = 1e5; // units a degree in the address: a metre
const DECIMALS = 6;

/* a text without what nobody sees or what turns it around */
export const cleanText = (text) => (typeof text === "string" ? text : "")
  .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, "")
  .slice(0, LIMITS.letters);

const isPlace = (place) => Array.isArray(place) && place.slice(0, 2).every(Number.isFinite) &&
  place.length >= 2 && Math.abs(place[0]) <= 180 && Math.abs(place[1]) <= 85;

/* a note of what one says it is; null where that is none */
function noteOf(kind, places, text, parcel) {
  if (!(kind in LEAST) || !Array.isArray(places) || places.length < LEAST[kind]) return null;
  if (places.length > LIMITS.places || (kind === "point" && places.length > 1)) return null;
  if (!places.every(isPlace)) return null;
  return {
    kind, places: places.map(([lon, lat]) => [lon, lat]), text: cleanText(text), parcel: cleanText(parcel).slice(0, 64),
  };
}

/* ---- files */

export function toFile(notes) {
  const round = ([lon, lat]) => [Number(lon.toFixed(DECIMALS)), Number(lat.toFixed(DECIMALS))];
  const features = notes.map(function ({ kind, places, text, parcel }, at) {
    const line = places.map(round);
    const coordinates = { point: line[0], line, area: [[...line, line[0]]] }[kind];
    return {
      type: "Feature", geometry: { type: KINDS[kind], coordinates },
      properties: Object.assign({ number: at + 1, note: text }, parcel ? { parcel_id: parcel } : {}),
    };
  });
  return JSON.stringify({ type: "FeatureCollection", landbase: "notes", features }, null, 1);
}

function ofFeature(feature) {
  const { geometry, properties } = feature || {};
  if (!geometry || !properties || typeof properties !== "object") return null;
  const kind = SHORT.find((name) => KINDS[name] === geometry.type), { coordinates } = geometry;
  if (!kind || !Array.isArray(coordinates)) return null;
  let places = kind === "point" ? [coordinates] : coordinates;
  if (kind === "area") places = Array.isArray(coordinates[0]) ? coordinates[0].slice(0, -1) : [];
  return noteOf(kind, places, properties.note, properties.parcel_id);
}

/* the notes of a file: {notes, left}, or null where it is no file of notes; `left` of
   its features were none */
export function fromFile(text) {
  let data = null;
  try {
    data = JSON.parse(text);
  } catch (unreadable) {
    return null;
  }
  if (!data || data.landbase !== "notes" || !Array.isArray(data.features)) return null;
  const found = data.features.slice(0, LIMITS.notes).map(ofFeature), notes = found.filter(Boolean);
  return { notes, left: data.features.length - notes.length };
}

/* ---- the address: [[kind, text, parcel, lon, lat, …]], places as differences */

export function toAddress(notes) {
  if (!notes.length) return "";
  return JSON.stringify(notes.map(function ({ kind, places, text, parcel }) {
    let x = 0, y = 0;
    const steps = places.flatMap(function ([lon, lat]) {
      const step = [Math.round(lon * SCALE) - x, Math.round(lat * SCALE) - y];
      x += step[0];
      y += step[1];
      return step;
    });
    return [SHORT.indexOf(kind), text, parcel, ...steps];
  }));
}

export function fromAddress(text) {
  let data = null;
  try {
    data = JSON.parse(text || "[]");
  } catch (unreadable) {
    return []; // someone may have cut the link
  }
  if (!Array.isArray(data)) return [];
  return data.slice(0, LIMITS.notes).filter(Array.isArray).map(function ([kind, said, parcel, ...steps]) {
    if (!steps.every(Number.isInteger) || steps.length % 2) return null;
    const places = [];
    let x = 0, y = 0;
    for (let at = 0; at < steps.length; at += 2) places.push([(x += steps[at]) / SCALE, (y += steps[at + 1]) / SCALE]);
    return noteOf(SHORT[kind], places, said, parcel);
  }).filter(Boolean);
}

/* the notes of two lists, each once */
export function joined(one, other) {
  const seen = new Set(one.map((note) => JSON.stringify(note)));
  return [...one, ...other.filter((note) => !seen.has(JSON.stringify(note)))];
}
