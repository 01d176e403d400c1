/* Which parcels the filters leave: one pass over the codes of each column they name. */
(function () {
  "use strict";
  const Landbase = (window.Landbase = window.Landbase || {});
  const END = "\0"; // between the texts of a column

  /* all texts of a column as one in lower case, and where each begins in it */
  const lowered = function (column, count) {
    if (column.words) return column.words.map((word) => word.toLowerCase());
    const text = new TextDecoder().decode(column.texts).toLowerCase();
    const begins = new Uint32Array(count + 1);
    for (let row = 1, at = 0; row < count; row++) {
      at = text.indexOf(END, at) + 1;
      begins[row] = at;
    }
    begins[count] = text.length + 1;
    return { text: text, begins: begins };
  };

  const keepWhere = function (shown, codes, wanted) {
    for (let row = 0; row < shown.length; row++) shown[row] &= wanted[codes[row]];
  };

  const flags = (words, test) => Uint8Array.from(words, (word) => (test(word) ? 1 : 0));

  /* mark the rows that hold a part of text in any column */
  const mark = function (store, part) {
    const found = new Uint8Array(store.count);
    store.columns.forEach(function (column) {
      column.lower = column.lower || lowered(column, store.count);
      if (column.words) {
        const has = flags(column.lower, (word) => word.includes(part)), codes = column.values;
        for (let row = 0; row < found.length; row++) found[row] |= has[codes[row]];
        return;
      }
      const { text, begins } = column.lower;
      let row = 0;
      for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, begins[row])) {
        while (begins[row + 1] <= at) row++;
        found[row++] = 1;
      }
    });
    return found;
  };

  const keepAreas = function (store, state) {
    const { shown, areas } = store, { times, by } = store.header.units.mu;
    const least = state.least === null ? -Infinity : state.least;
    const most = state.most === null ? Infinity : state.most;
    for (let row = 0; row < shown.length; row++) {
      const mu = (areas[row] * times) / by;
      if (!(mu >= least && mu <= most)) shown[row] = 0; // so goes what has no area
    }
  };

  const filterStore = function (store, state) {
    store.shown.fill(1);
    if (state.least !== null || state.most !== null) keepAreas(store, state);
    Object.entries(state.choices).forEach(function ([name, labels]) {
      const column = store.columns.find((one) => one.name === name);
      if (!column || !column.choices) return;
      keepWhere(store.shown, column.values, flags(column.words, (word) => labels.includes(word)));
    });
    state.text.toLowerCase().split(/[\s\0]+/).filter(Boolean).forEach(function (part) {
      const found = mark(store, part);
      for (let row = 0; row < found.length; row++) store.shown[row] &= found[row];
    });
  };

  Landbase.applyFilters = function (state) {
    Landbase.members.filter((layer) => layer.store).forEach(function (layer) {
      filterStore(layer.store, state);
      layer.refresh();
    });
  };
})();
