/* Which parcels the filters leave: one pass over the codes of each column they name. */
(function () {
  "use strict";
  const Landbase = (window.Landbase = window.Landbase || {});
  const keepWhere = function (shown, codes, wanted) {
    for (let row = 0; row < shown.length; row++) shown[row] &= wanted[codes[row]];
  };

  const flags = (words, test) => Uint8Array.from(words, (word) => (test(word) ? 1 : 0));

  const keepText = function (store, part) {
    const found = new Uint8Array(store.count);
    store.columns.forEach((column) =>
      Landbase.rate(store, column, Landbase.folded, part, found, 1, 1));
    for (let row = 0; row < found.length; row++) store.shown[row] &= found[row];
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

  /* what has a deadline before a day, and was not disposed of until then */
  const keepOverdue = function (store, day) {
    const { shown, due } = store;
    if (!due) shown.fill(0);
    else for (let row = 0; row < shown.length; row++) shown[row] &= due[row] < day;
  };

  const filterStore = function (store, state, day) {
    store.shown.fill(1);
    if (state.overdue) keepOverdue(store, day);
    if (state.least !== null || state.most !== null) keepAreas(store, state);
    Object.entries(state.choices).forEach(function ([name, labels]) {
      const column = store.columns.find((one) => one.name === name);
      if (!column || !column.choices) return;
      keepWhere(store.shown, column.values, flags(column.words, (word) => labels.includes(word)));
    });
    const parts = Landbase.folded(state.text).split(/[\s\0]+/).filter(Boolean);
    parts.forEach((part) => keepText(store, part));
  };

  Landbase.applyFilters = function (map, state) {
    const day = Landbase.dayOfMap(map);
    Landbase.readLayers(map).forEach(function (layer) {
      filterStore(layer.store, state, day);
      layer.refresh();
    });
  };
})();
