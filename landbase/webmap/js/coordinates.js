/* Places as surveyors write them: degrees of CGCS2000, and the plane of a 3° zone.

   The plane is that of EPSG:4513 to 4533: Gauss-Krüger on the ellipsoid of CGCS2000, with
   the number of the zone before the easting (37 500 000 is the middle of zone 37). The
   series in n goes to its fourth power: within a zone it is exact to well under 1 mm.
   x is the easting, y the northing; sheets of surveyors call them Y and X. */

const A = 6378137, F = 1 / 298.257222101, N = F / (2 - F), E = Math.sqrt(F * (2 - F));
const RADIANS = Math.PI / 180, TURNS = 8; // of the iteration: it gains two digits each
const RECTIFYING = (A / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);
const FORTH = [
  N / 2 - (2 / 3) * N ** 2 + (5 / 16) * N ** 3 + (41 / 180) * N ** 4,
  (13 / 48) * N ** 2 - (3 / 5) * N ** 3 + (557 / 1440) * N ** 4,
  (61 / 240) * N ** 3 - (103 / 140) * N ** 4,
  (49561 / 161280) * N ** 4,
];
const BACK = [
  N / 2 - (2 / 3) * N ** 2 + (37 / 96) * N ** 3 - (1 / 360) * N ** 4,
  (1 / 48) * N ** 2 + (1 / 15) * N ** 3 - (437 / 1440) * N ** 4,
  (17 / 480) * N ** 3 - (37 / 840) * N ** 4,
  (4397 / 161280) * N ** 4,
];
const FALSE_EAST = 500000, ZONE = 1e6;
const LON = [72, 137], LAT = [3, 55]; // as in `landbase.crs`
const ZONES = [25, 45], EAST = [1e5, 9e5], NORTH = [3e5, 6.1e6]; // zones of China, all its seas

/* the 3° zone of a longitude */
export const zoneOf = (lon) => Math.round(lon / 3);

/* degrees → {zone, x, y} in metres, x with the number of the zone before it */
export function toZone([lon, lat], zone = zoneOf(lon)) {
  const sine = Math.sin(lat * RADIANS), from = (lon - 3 * zone) * RADIANS;
  const t = Math.sinh(Math.atanh(sine) - E * Math.atanh(E * sine));
  const xi = Math.atan2(t, Math.cos(from)), eta = Math.asinh(Math.sin(from) / Math.hypot(t, Math.cos(from)));
  let north = xi, east = eta;
  FORTH.forEach(function (alpha, at) {
    const times = 2 * (at + 1);
    north += alpha * Math.sin(times * xi) * Math.cosh(times * eta);
    east += alpha * Math.cos(times * xi) * Math.sinh(times * eta);
  });
  return { zone, x: zone * ZONE + FALSE_EAST + RECTIFYING * east, y: RECTIFYING * north };
}

/* metres, x with the number of the zone before it → degrees */
export function fromZone(x, y) {
  const zone = Math.floor(x / ZONE);
  const north = y / RECTIFYING, east = (x - zone * ZONE - FALSE_EAST) / RECTIFYING;
  let xi = north, eta = east;
  BACK.forEach(function (beta, at) {
    const times = 2 * (at + 1);
    xi -= beta * Math.sin(times * north) * Math.cosh(times * east);
    eta -= beta * Math.cos(times * north) * Math.sinh(times * east);
  });
  const conformal = Math.atanh(Math.sin(xi) / Math.cosh(eta));
  let lat = xi;
  for (let turn = 0; turn < TURNS; turn++) {
    lat = Math.asin(Math.tanh(conformal + E * Math.atanh(E * Math.sin(lat))));
  }
  return [3 * zone + Math.atan2(Math.sinh(eta), Math.cos(xi)) / RADIANS, lat / RADIANS];
}

const within = (value, [least, most]) => value >= least && value <= most;

/* the numbers in a text, degrees, minutes and seconds as one */
function numbersOf(text) {
  const parts = text.normalize("NFKC").toLowerCase()
    .replace(/[′’‘'分]/g, "'").replace(/[″”“"秒]|''/g, '"').replace(/[º˚度]/g, "°");
  if (/[^\d\s.,;:+\-°'"newsxy=东经北纬带度（）()、，；/]/.test(parts)) return null;
  const found = [];
  const ONE = /(\d+(?:\.\d+)?)(?:\s*°\s*(?:(\d+(?:\.\d+)?)\s*'\s*(?:(\d+(?:\.\d+)?)\s*"?)?)?)?/g;
  for (let part = ONE.exec(parts); part; part = ONE.exec(parts)) {
    const [, degrees, minutes = 0, seconds = 0] = part;
    if (minutes >= 60 || seconds >= 60) return null;
    found.push(Number(degrees) + minutes / 60 + seconds / 3600);
  }
  return found;
}

/* A place that somebody typed: {place: [lon, lat], zone} or null. Degrees in any usual
   way, or a plane place in either order; of an easting without the number of its zone,
   `usual` is the zone. */
export function placeOf(text, usual) {
  const numbers = numbersOf(text);
  if (!numbers || numbers.length !== 2) return null;
  for (const [one, other] of [numbers, [numbers[1], numbers[0]]]) {
    if (within(one, LON) && within(other, LAT)) return { place: [one, other], zone: null };
  }
  for (const [x, y] of [numbers, [numbers[1], numbers[0]]]) {
    const zone = Math.floor(x / ZONE), own = x - zone * ZONE;
    if (!within(y, NORTH) || !within(own, EAST)) continue;
    if (within(zone, ZONES)) return { place: fromZone(x, y), zone };
    if (zone === 0 && usual) return { place: fromZone(usual * ZONE + x, y), zone: usual };
  }
  return null;
}

/* [lon, lat] as text, in degrees to some 0.1 m */
export const degreesText = ([lon, lat]) => lon.toFixed(6) + "°, " + lat.toFixed(6) + "°";

/* the same in degrees, minutes and seconds, to some 0.3 m */
export function sexagesimal(degrees) {
  const all = Math.round(Math.abs(degrees) * 360000), seconds = (all % 6000) / 100;
  const two = (number) => String(number).padStart(2, "0");
  const whole = Math.floor(all / 360000), minutes = Math.floor(all / 6000) % 60;
  return (degrees < 0 ? "-" : "") + whole + "°" + two(minutes) + "′" + two(seconds.toFixed(2)).padStart(5, "0") + "″";
}
