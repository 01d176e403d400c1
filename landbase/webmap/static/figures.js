/* Sums of what is shown, printed as `landbase.units` prints them. */
(function () {
  "use strict";
  const Landbase = (window.Landbase = window.Landbase || {});
  const NOISE = 1e-7; // a part so near to whole units is that number but for float noise

  /* half up, judged on the decimal digits: 2.675 is a half at two decimals */
  Landbase.units = function (value, decimals) {
    const [digits, power] = Math.abs(value).toExponential().split("e");
    const units = Math.floor(Number(digits + "e" + (Number(power) + decimals)) + 0.5);
    return value < 0 ? -units : units;
  };

  Landbase.printed = function (value, decimals) {
    return (Landbase.units(value, decimals) / 10 ** decimals).toLocaleString("en-US", {
      minimumFractionDigits: decimals, maximumFractionDigits: decimals,
    });
  };

  /* round parts so that they sum to the rounded total (largest remainder) */
  Landbase.level = function (values, decimals) {
    const scale = 10 ** decimals;
    const total = Landbase.units(values.reduce((sum, value) => sum + value, 0), decimals);
    const scaled = values.map(function (value) {
      const exact = value * scale, near = Math.round(exact);
      return Math.abs(exact - near) < NOISE ? near : exact;
    });
    const floors = scaled.map(Math.floor);
    const missing = total - floors.reduce((sum, value) => sum + value, 0);
    const each = Math.floor(missing / values.length), extra = missing - each * values.length;
    const order = scaled.map((value, at) => at);
    order.sort((a, b) => scaled[b] - floors[b] - (scaled[a] - floors[a]) || a - b);
    const units = floors.map((value) => value + each);
    order.slice(0, extra).forEach((at) => (units[at] += 1));
    return units.map((value) => value / scale);
  };

  /* lines of {code, label, count, m2} → the same with printed figures, and their total */
  Landbase.table = function (lines, units) {
    const decimals = 2;
    const total = { code: "total", count: 0, mu: "0.00", ha: "0.00" };
    lines.forEach((line) => (total.count += line.count));
    const written = lines.map((line) => Object.assign({}, line));
    ["mu", "ha"].forEach(function (unit) {
      if (!lines.length) return;
      const { times, by } = units[unit];
      const parts = lines.map((line) => (line.m2 * times) / by);
      Landbase.level(parts, decimals).forEach(function (value, at) {
        written[at][unit] = Landbase.printed(value, decimals);
      });
      const sum = parts.reduce((one, other) => one + other, 0);
      total[unit] = Landbase.printed(sum, decimals);
    });
    [total, ...written].forEach((line) => (line.count = line.count.toLocaleString("en-US")));
    return { lines: written, total: total };
  };

  /* by what codes rows are told apart, and what each code stands for */
  const coding = function (store, name) {
    if (name === "class") return { codes: store.position, keys: [...store.classes.keys()] };
    if (name === "place") return { codes: store.place, keys: store.header.places, parts: store.parts };
    const column = store.columns.find((one) => one.name === name);
    return { codes: column.values, keys: column.words };
  };

  /* parcels across the line of a banner: counted where most is, measured on either side */
  const spread = function ({ shown, areas }, { codes, m2, parts }) {
    const { rows, lines, shares } = parts;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i], area = areas[row] > 0 ? areas[row] : 0;
      if (!shown[row]) continue;
      if (i === 0 || rows[i - 1] !== row) m2[codes[row]] -= area;
      m2[lines[i]] += shares[i] * area;
    }
  };

  /* Count and add up what is shown, in one pass, by each of `names`: "class", "place", or
     the name of a column of words. Gives a Map key → {count, m2} for each. */
  Landbase.sums = function (map, names) {
    const sums = names.map(() => new Map());
    Landbase.openLayers(map).forEach(function ({ store }) {
      const { shown, areas, count } = store;
      const parts = names.map(function (name) {
        const part = coding(store, name), size = part.keys.length;
        return Object.assign(part, { count: new Uint32Array(size), m2: new Float64Array(size) });
      });
      for (let row = 0; row < count; row++) {
        if (!shown[row]) continue;
        const area = areas[row] > 0 ? areas[row] : 0;
        for (let n = 0; n < parts.length; n++) {
          const part = parts[n], code = part.codes[row];
          part.count[code] += 1;
          part.m2[code] += area;
        }
      }
      parts.filter((part) => part.parts).forEach((part) => spread(store, part));
      parts.forEach((part, n) => part.keys.forEach(function (key, code) {
        if (!part.count[code] && !(part.m2[code] > 0.005)) return; // half a digit of a hectare's
        const sum = sums[n].get(key) || { count: 0, m2: 0 };
        sums[n].set(key, { count: sum.count + part.count[code], m2: sum.m2 + part.m2[code] });
      }));
    });
    return sums;
  };
})();
