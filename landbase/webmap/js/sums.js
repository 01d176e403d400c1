/* Sums of areas that say what their decimals say, as `exact_sums` of `landbase.apportion`:
   a total that lies at a half is not printed a unit too low. */

const GRAINS = 1e4;

/* Areas in m² added up in cells. Of each the ten thousandths are added as whole numbers;
   what is left over, of computed areas, apart from them. */
export class Sums {
  constructor(size) {
    this.grains = new Float64Array(size);
    this.rests = new Float64Array(size);
  }

  add(at, m2) {
    const grains = Math.round(m2 * GRAINS);
    this.grains[at] += grains;
    this.rests[at] += m2 - grains / GRAINS;
  }

  at(cell) {
    return this.grains[cell] / GRAINS + this.rests[cell];
  }

  /* those of some cells, as numbers */
  part(start = 0, end = this.grains.length) {
    return Float64Array.from({ length: end - start }, (_, i) => this.at(start + i));
  }
}

/* the sum of areas */
export function total(values) {
  const sums = new Sums(1);
  for (const value of values) sums.add(0, value);
  return sums.at(0);
}

/* add areas to those of the same cells */
export const addTo = (areas, more) => more.forEach((m2, at) => (areas[at] = total([areas[at], m2])));
