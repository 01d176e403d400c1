/* Lengths and areas on the ellipsoid of CGCS2000, for measuring on the map.

   Lengths are geodesics (Vincenty's inverse formula, better than 1 mm). Areas are sums
   of spherical excess on the sphere of equal area, with authalic latitudes: the area
   differs from that of geodesics by less than 1e-6 of itself where edges are up to
   5 km long, 6e-6 where they are 30 km, some 1e-5 where they are 100 km; of slivers by
   more, as their area is small beside their edges.
   Places are [lon, lat] in degrees. */

const A = 6378137, F = 1 / 298.257222101, B = A * (1 - F);
const E2 = F * (2 - F), E = Math.sqrt(E2);
const RADIANS = Math.PI / 180;
const TURNS = 200; // of the iteration; it takes three or four unless nearly antipodal

function spans(one, other) {
  const u1 = Math.atan((1 - F) * Math.tan(one[1] * RADIANS));
  const u2 = Math.atan((1 - F) * Math.tan(other[1] * RADIANS));
  return {
    lon: (other[0] - one[0]) * RADIANS,
    s1: Math.sin(u1), c1: Math.cos(u1), s2: Math.sin(u2), c2: Math.cos(u2),
  };
}

/* the arc on the auxiliary sphere for a difference of longitude there */
function arc({ s1, c1, s2, c2 }, lambda) {
  const sine = Math.sin(lambda), cosine = Math.cos(lambda);
  const sinSigma = Math.hypot(c2 * sine, c1 * s2 - s1 * c2 * cosine);
  const cosSigma = s1 * s2 + c1 * c2 * cosine;
  const sinAlpha = sinSigma === 0 ? 0 : (c1 * c2 * sine) / sinSigma;
  const cos2Alpha = 1 - sinAlpha * sinAlpha;
  const middle = cos2Alpha < 1e-12 ? 0 : cosSigma - (2 * s1 * s2) / cos2Alpha;
  return {
    sinSigma, cosSigma, sinAlpha, cos2Alpha, middle, sigma: Math.atan2(sinSigma, cosSigma),
  };
}

/* metres between two places; NaN where the iteration does not end (antipodes) */
export function distance(one, other) {
  const span = spans(one, other);
  let lambda = span.lon, found = arc(span, lambda);
  for (let turn = 0; turn < TURNS; turn++) {
    const { sinSigma, cosSigma, sinAlpha, cos2Alpha, middle, sigma } = found;
    const c = (F / 16) * cos2Alpha * (4 + F * (4 - 3 * cos2Alpha));
    const last = lambda;
    lambda = span.lon + (1 - c) * F * sinAlpha *
      (sigma + c * sinSigma * (middle + c * cosSigma * (2 * middle * middle - 1)));
    found = arc(span, lambda);
    if (Math.abs(lambda - last) < 1e-14) return length(found);
  }
  return NaN;
}

function length({ sinSigma, cosSigma, cos2Alpha, middle, sigma }) {
  const u2 = (cos2Alpha * (A * A - B * B)) / (B * B);
  const big = 1 + (u2 / 16384) * (4096 + u2 * (u2 * (320 - 175 * u2) - 768));
  const small = (u2 / 1024) * (256 + u2 * (u2 * (74 - 47 * u2) - 128));
  const square = middle * middle;
  const delta = small * sinSigma * (middle + (small / 4) * (cosSigma * (2 * square - 1) -
    (small / 6) * middle * (4 * sinSigma * sinSigma - 3) * (4 * square - 3)));
  return B * big * (sigma - delta);
}

/* metres along a line */
export function lengthOf(places) {
  let sum = 0;
  for (let i = 1; i < places.length; i++) sum += distance(places[i - 1], places[i]);
  return sum;
}

const q = (sine) => (1 - E2) * (sine / (1 - E2 * sine * sine) + Math.atanh(E * sine) / E);
const Q_POLE = q(1), RADIUS2 = (A * A * Q_POLE) / 2;

/* m² inside a ring whose last place is joined to the first */
export function areaOf(places) {
  const tangents = places.map((place) =>
    Math.tan(Math.asin(q(Math.sin(place[1] * RADIANS)) / Q_POLE) / 2));
  let excess = 0;
  for (let i = 0; i < places.length; i++) {
    const j = (i + 1) % places.length;
    const half = ((places[j][0] - places[i][0]) * RADIANS) / 2;
    const one = tangents[i], other = tangents[j];
    excess += 2 * Math.atan2(Math.tan(half) * (one + other), 1 + one * other);
  }
  return Math.abs(excess) * RADIUS2;
}

const side = (a, b, c) => Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));

/* do two edges of a ring cross, so that it has no area to speak of */
export function crossesItself(places) {
  const count = places.length, edge = (i) => [places[i], places[(i + 1) % count]];
  for (let i = 0; i < count; i++) {
    for (let j = i + 2; j < count; j++) {
      if (i === 0 && j === count - 1) continue;
      const [a, b] = edge(i), [c, d] = edge(j);
      if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return true;
    }
  }
  return false;
}

/* px of the whole world at a zoom, and one of them in Mercator units: 1e-7 degree */
export const worldOf = (zoom) => 256 * 2 ** zoom;
export const unitOf = (zoom) => 360e7 / worldOf(zoom);

/* metres on the ground of one pixel of a zoom: the mean of
   east–west and north–south, which differ by 0.4 % at most */
export function metresOfPixel(lat, zoom) {
  const sine = Math.sin(lat * RADIANS), w2 = 1 - E2 * sine * sine;
  const across = A / Math.sqrt(w2), along = (A * (1 - E2)) / w2 ** 1.5;
  return (Math.sqrt(across * along) * Math.cos(lat * RADIANS) * 2 * Math.PI) / worldOf(zoom);
}
