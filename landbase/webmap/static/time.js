/* The map as of any day: what decisions change, and the slider over their days.

   Days are counted from 1970-01-01. Each row has its events in the order in which they
   hold; a day is set by finding the last one that holds, for rows whose last one is
   another than before. */
(function () {
  "use strict";
  const Landbase = (window.Landbase = window.Landbase || {});
  const element = Landbase.element;
  const DAY = 864e5; // ms
  const STEPS = 60; // of a whole run, where there are more days than that
  const PACE = 450; // ms a step, at least
  const BARS = 120;
  const CORRECTED = 1;

  Landbase.isoDay = (day) => new Date(day * DAY).toISOString().slice(0, 10);

  /* ISO text → day, or null where it is none */
  Landbase.dayOf = function (text) {
    const said = /^\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?\s*$/.exec((text || "").normalize("NFKC"));
    if (!said) return null;
    const time = Date.UTC(Number(said[1]), Number(said[2]) - 1, Number(said[3]));
    const same = new Date(time).getUTCDate() === Number(said[3]);
    return same ? Math.round(time / DAY) : null;
  };

  /* the events in force of a store, row by row, and where each row is among them */
  Landbase.openTimeline = function (store) {
    const events = store.events, told = store.header.events;
    const live = new Uint32Array(told.count), firsts = new Uint32Array(store.count + 1);
    const rows = [];
    let at = 0;
    for (let row = 0; row < store.count; row++) {
      firsts[row] = at;
      for (let i = events.firsts[row]; i < events.firsts[row + 1]; i++) {
        events.days[i] += told.start;
        if (!(events.flags[i] & CORRECTED)) live[at++] = i;
      }
      if (at > firsts[row]) rows.push(row);
    }
    firsts[store.count] = at;
    const kept = live.subarray(0, at);
    store.timeline = {
      rows: Uint32Array.from(rows), firsts: firsts, live: kept,
      days: Int32Array.from(kept, (event) => events.days[event]),
      now: new Uint32Array(store.count), // how many events of a row hold
      before: told.states.map((number) => store.columns[number].values.slice()),
      position: told.colored ? store.position.slice() : null,
    };
    Landbase.setDay(store, told.on);
  };

  const change = function (store, row, event) {
    const { before, position } = store.timeline, events = store.events;
    store.header.events.states.forEach(function (number, state) {
      const from = event < 0 ? before[state][row] : events.states[state][event];
      store.columns[number].values[row] = from;
    });
    if (position) store.position[row] = event < 0 ? position[row] : events.position[event];
  };

  Landbase.setDay = function (store, day) {
    const { rows, firsts, live, days, now } = store.timeline;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i], first = firsts[row];
      let low = first, high = firsts[row + 1];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (days[middle] <= day) low = middle + 1;
        else high = middle;
      }
      if (low - first === now[row]) continue;
      now[row] = low - first;
      change(store, row, low > first ? live[low - 1] : -1);
    }
    store.day = day;
  };

  const storesOf = () => Landbase.members.map((layer) => layer.store).filter((store) => store && store.timeline);

  /* all days on which something takes effect, how many events do, and the day to open on */
  const daysOf = function () {
    const counts = new Map(), stores = storesOf();
    stores.forEach((store) => store.timeline.days.forEach((day) => counts.set(day, (counts.get(day) || 0) + 1)));
    const days = [...counts.keys()].sort((a, b) => a - b);
    let sum = 0;
    const sums = days.map((day) => (sum += counts.get(day)));
    const opened = Math.max(...stores.map((store) => store.header.events.on));
    return { days: days, sums: sums, opened: opened };
  };

  /* how many of sorted numbers are at most one */
  const upTo = function (sorted, number) {
    let low = 0, high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle] <= number) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  const button = function (box, className, label, act) {
    const node = box.appendChild(element("button", "lb-time-button " + className));
    node.type = "button";
    node.title = label;
    node.setAttribute("aria-label", label);
    node.addEventListener("click", act);
    return node;
  };

  const Time = L.Class.extend({
    initialize: function (map, data) {
      this._map = map;
      this._data = data;
      this._build(Landbase.bottomOf(map));
      map.on("lbready", this._start, this);
      window.addEventListener("hashchange", () => this._days && this.set(this._linked(), true));
    },

    _build: function (parent) {
      const words = this._data.words;
      const box = (this._box = element("section", "lb-bar lb-time"));
      box.setAttribute("aria-label", words.time);
      this._play = button(box, "lb-play", words.play, () => this.play(!this._playing));
      button(box, "lb-earlier", words.earlier, () => this.step(-1));
      button(box, "lb-later", words.later, () => this.step(1));
      const track = box.appendChild(element("div", "lb-track"));
      this._bars = track.appendChild(element("canvas", "lb-bars"));
      this._range = track.appendChild(element("input", "lb-range"));
      this._range.type = "range";
      this._range.disabled = true;
      this._range.setAttribute("aria-label", words.time);
      this._range.addEventListener("input", () => this._soon(Number(this._range.value)));
      this._range.addEventListener("keydown", (event) => this._key(event));
      const said = box.appendChild(element("div", "lb-day"));
      this._text = said.appendChild(element("input", "lb-input"));
      this._text.setAttribute("aria-label", words.day);
      this._text.addEventListener("change", () => this._typed());
      this._said = said.appendChild(element("span", "lb-day-note"));
      parent.appendChild(box);
    },

    /* the layers are read: take the day of the link, else the day to open on */
    _start: function () {
      Object.assign(this, { _days: null }, daysOf());
      this._days = this.days;
      if (!this._days.length) return this._box.remove();
      this._first = this._days[0] - 1;
      this._last = Math.max(this._days[this._days.length - 1], this.opened);
      this.opened = Math.min(this._last, Math.max(this._first, this.opened));
      Object.assign(this._range, { min: this._first, max: this._last, step: 1, disabled: false });
      this._drawBars();
      return this.set(this._linked(), true, true);
    },

    _linked: function () {
      const day = Landbase.dayOf(Landbase.linked("day"));
      return day === null ? this.opened : day;
    },

    set: function (wanted, fromLink, quiet) {
      const day = Math.min(this._last, Math.max(this._first, wanted));
      this.day = this._map.landbaseDay = day;
      storesOf().forEach((store) => Landbase.setDay(store, day));
      const iso = Landbase.isoDay(day), n = upTo(this._days, day), words = this._data.words;
      this._range.value = day;
      this._range.setAttribute("aria-valuetext", iso);
      this._text.value = iso;
      this._said.textContent = words.at
        .replace("{n}", (n ? this.sums[n - 1] : 0).toLocaleString("en-US"))
        .replace("{all}", this.sums[this.sums.length - 1].toLocaleString("en-US"));
      this._head(iso);
      if (!fromLink) Landbase.toLink("day", day === this.opened ? "" : iso);
      if (!quiet) this._map.fire("lbday");
    },

    /* the day in the title bar */
    _head: function (iso) {
      const { note, asOf } = this._data;
      if (!asOf) return;
      this._note = this._note ||
        [...document.querySelectorAll(".lb-note")].find((one) => one.textContent === note);
      if (this._note) this._note.textContent = note.replace(asOf, iso);
    },

    /* at most one change a frame, however fast the slider is moved */
    _soon: function (day) {
      this.play(false);
      this._wanted = day;
      if (this._frame) return;
      this._frame = requestAnimationFrame(() => {
        this._frame = null;
        this.set(this._wanted);
      });
    },

    /* the next day with a decision, or the one before */
    step: function (way) {
      this.play(false);
      this.set(this._near(way));
    },

    _near: function (way) {
      const n = upTo(this._days, this.day);
      if (way > 0) return n < this._days.length ? this._days[n] : this._last;
      const on = n > 0 && this._days[n - 1] === this.day ? n - 2 : n - 1;
      return on >= 0 ? this._days[on] : this._first;
    },

    play: function (on) {
      if (Boolean(this._playing) === on) return;
      clearTimeout(this._playing);
      this._playing = null;
      const label = this._data.words[on ? "pause" : "play"];
      this._play.title = label;
      this._play.setAttribute("aria-label", label);
      this._play.classList.toggle("lb-on", on);
      if (!on) return;
      if (this.day >= this._last) this.set(this._first);
      this._playing = setTimeout(() => this._tick(), PACE);
    },

    _tick: function () {
      const stride = Math.ceil((this._last - this._first) / STEPS);
      const next = this._days.length > STEPS ? this.day + stride : this._near(1);
      this.set(next);
      if (this.day >= this._last) return this.play(false);
      this._playing = setTimeout(() => this._tick(), PACE);
      return undefined;
    },

    _key: function (event) {
      const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };
      if (event.key === " ") this.play(!this._playing);
      else if (event.key in steps) this.step(steps[event.key]);
      else return;
      event.preventDefault();
    },

    _typed: function () {
      const day = Landbase.dayOf(this._text.value);
      this.play(false);
      this.set(day === null ? this.day : day);
    },

    /* how many decisions take effect when */
    _drawBars: function () {
      const canvas = this._bars, heights = new Array(BARS).fill(0);
      const span = this._last - this._first;
      this._days.forEach((day, n) => {
        const at = Math.min(BARS - 1, Math.floor(((day - this._first) / span) * BARS));
        heights[at] += this.sums[n] - (n ? this.sums[n - 1] : 0);
      });
      const most = Math.max(...heights), context = canvas.getContext("2d");
      canvas.width = 4 * BARS;
      canvas.height = 64;
      context.fillStyle = "#8da2b5";
      heights.forEach(function (height, at) {
        const tall = height ? Math.max(6, 64 * Math.sqrt(height / most)) : 0;
        context.fillRect(4 * at, 64 - tall, 3, tall);
      });
    },
  });

  /* the place at the foot of a map for bars, between the scale and the panels */
  Landbase.bottomOf = function (map) {
    if (map.landbaseBottom) return map.landbaseBottom;
    const box = (map.landbaseBottom = element("div", "lb-bottom leaflet-control"));
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    map.getContainer().appendChild(box);
    const place = function () {
      const panels = map.getContainer().querySelector(".leaflet-top.leaflet-right");
      box.style.right = (panels ? panels.offsetWidth + 12 : 12) + "px";
    };
    map.on("lbready lbchanged resize", place);
    place();
    return box;
  };

  Landbase.time = (map, data) => (map.landbaseTime = new Time(map, data));
})();
