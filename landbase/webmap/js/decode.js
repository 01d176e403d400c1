/* Read the sections of a parcel layer; `landbase.webmap.binary` writes them.

   Coordinates become whole numbers of 1e-7 degree on the Mercator plane, so that a pixel
   is one product and one sum away. */

export function bytesOf(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/* through a Response: the stream of a Blob fails in a worker of WebKit on file:// */
export async function unzip(bytes) {
  const stream = new Response(bytes).body.pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/* the header, and what reads the numbers of a section */
export function sectionsOf(bytes) {
  const size = new DataView(bytes.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + size)));
  const sections = {};
  let start = 4 + size;
  header.sections.forEach(function (entry) {
    sections[entry[0]] = bytes.subarray(start, start + entry[1]);
    start += entry[1];
  });

  const numbers = function (name, count, Kind) {
    const from = sections[name], into = new Kind(count);
    let at = 0;
    for (let i = 0; i < count; i++) {
      let value = 0, shift = 0, byte = 0;
      do {
        byte = from[at++];
        value |= (byte & 127) << shift;
        shift += 7;
      } while (byte & 128);
      into[i] = value >>> 0;
    }
    return into;
  };
  return { header, sections, numbers };
}

export function unpack(bytes) {
  const { header, sections, numbers } = sectionsOf(bytes);
  /* counts → where each begins, and after the last where all end */
  const starts = function (name, count) {
    const counts = numbers(name, count, Uint32Array);
    const into = new Uint32Array(count + 1);
    for (let i = 0; i < count; i++) into[i + 1] = into[i] + counts[i];
    return into;
  };

  const n = header.count;
  const polygons = starts("polygons", n);
  const rings = starts("rings", polygons[n]);
  const vertices = starts("vertices", rings[rings.length - 1]);
  const length = vertices[vertices.length - 1];
  const deltas = numbers("xy", 2 * length, Uint32Array);
  const xy = new Int32Array(2 * length);
  const finer = 1e7 / header.scale, toRadians = Math.PI / 180 / header.scale;
  let x = 0, y = 0;
  for (let i = 0; i < 2 * length; i += 2) {
    x += (deltas[i] >>> 1) ^ -(deltas[i] & 1);
    y += (deltas[i + 1] >>> 1) ^ -(deltas[i + 1] & 1);
    xy[i] = Math.round(x * finer);
    const sine = Math.sin(y * toRadians);
    xy[i + 1] = Math.round(((Math.log((1 + sine) / (1 - sine)) / 2) * 180 / Math.PI) * 1e7);
  }

  const boxes = new Int32Array(4 * n);
  for (let p = 0; p < n; p++) {
    const end = 2 * vertices[rings[polygons[p + 1]]];
    let west = 2147483647, south = 2147483647, east = -2147483648, north = -2147483648;
    for (let i = 2 * vertices[rings[polygons[p]]]; i < end; i += 2) {
      if (xy[i] < west) west = xy[i];
      if (xy[i] > east) east = xy[i];
      if (xy[i + 1] < south) south = xy[i + 1];
      if (xy[i + 1] > north) north = xy[i + 1];
    }
    boxes.set([west, south, east, north], 4 * p);
  }

  const columnsOf = (list, prefix, count) => list.map(function (column, number) {
    if (column.words) {
      return Object.assign({}, column, { values: numbers(prefix + number, count, Uint32Array) });
    }
    const texts = sections[prefix + number].slice();
    const begins = new Uint32Array(count + 1);
    for (let at = 0, row = 1; at < texts.length; at++) {
      if (texts[at] === 0) begins[row++] = at + 1;
    }
    begins[count] = texts.length + 1;
    return Object.assign({}, column, { texts: texts, begins: begins });
  });
  /* days on which something is due; far in the future where nothing is */
  const duesOf = function (name, count) {
    const found = numbers(name, count, Int32Array);
    for (let i = 0; i < count; i++) {
      found[i] = found[i] ? found[i] - 1 + header.due : 2147483647;
    }
    return found;
  };
  const dated = header.due !== undefined;
  const eventsOf = function (told) {
    const count = told.count;
    return {
      firsts: starts("events", n), days: numbers("event_day", count, Int32Array),
      flags: numbers("event_flags", count, Uint8Array),
      states: told.states.map((column) => numbers("event_state" + column, count, Uint32Array)),
      position: told.colored ? numbers("event_position", count, Uint8Array) : null,
      due: dated ? duesOf("event_due", count) : null,
      done: sections.event_done ? numbers("event_done", count, Uint8Array) : null,
      disposals: header.disposals === undefined ? null : disposalsOf(header.disposals),
      columns: columnsOf(told.columns, "event_column", count),
    };
  };
  /* what events newly dispose of, and for how many days that stands: 0 where for good */
  const disposalsOf = function (count) {
    const rows = numbers("disposal_event", count, Uint32Array);
    for (let i = 1; i < count; i++) rows[i] += rows[i - 1];
    return { events: rows, lasts: numbers("disposal_lasts", count, Uint32Array), m2: floats("disposal_m2") };
  };
  const floats = (name) => new Float64Array(sections[name].slice().buffer);
  /* parts of parcels across the line of a banner, row by row */
  const partsOf = function (shares) {
    const rows = numbers("part_row", shares.length, Uint32Array);
    for (let i = 1; i < rows.length; i++) rows[i] += rows[i - 1];
    return { rows: rows, lines: numbers("part_line", rows.length, Uint32Array), shares: shares };
  };
  return {
    count: n, header: header, polygons: polygons, rings: rings, vertices: vertices, xy: xy,
    boxes: boxes, category: header.categories.length > 1
      ? numbers("category", n, Uint8Array) : new Uint8Array(n),
    position: numbers("position", n, Uint8Array),
    areas: floats("areas"), columns: columnsOf(header.columns, "column", n),
    methods: header.methods.slice(1).map((label, number) => floats("areas" + (number + 1))),
    due: dated ? duesOf("due", n) : null,
    done: sections.done ? numbers("done", n, Uint8Array) : null,
    place: header.places ? numbers("place", n, Uint32Array) : null,
    parts: header.places ? partsOf(floats("part_share")) : null,
    events: header.events ? eventsOf(header.events) : null,
  };
}

