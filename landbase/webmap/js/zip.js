/* Files in one ZIP. What browsers call gzip holds the same compressed bytes, between a
   head of 10 bytes and, at the end, the checksum and the length. */

const HEAD = 10, TAIL = 8;
const LOCAL = 0x04034b50, CENTRAL = 0x02014b50, END = 0x06054b50;
const VERSION = 20, UTF8 = 0x800, DEFLATED = 8, DATE = 0x21; // 1980-01-01: no time in it

/* numbers of 2 or 4 bytes, as [size, value] */
function bytesOf(fields) {
  const size = fields.reduce((sum, [own]) => sum + own, 0);
  const view = new DataView(new ArrayBuffer(size));
  let at = 0;
  fields.forEach(function ([own, value]) {
    if (own === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value >>> 0, true);
    at += own;
  });
  return new Uint8Array(view.buffer);
}

/* compress texts that are asked for one by one, with a rest after each */
async function compressed(texts, rest) {
  const stream = new CompressionStream("gzip"), writer = stream.writable.getWriter();
  const all = new Response(stream.readable).arrayBuffer(), encoder = new TextEncoder();
  for (const text of texts) {
    await writer.write(encoder.encode(text));
    await rest();
  }
  await writer.close();
  const bytes = new Uint8Array(await all), tail = new DataView(bytes.buffer, bytes.length - TAIL);
  return {
    data: bytes.subarray(HEAD, bytes.length - TAIL),
    check: tail.getUint32(0, true), size: tail.getUint32(4, true),
  };
}

/* parts of [name, texts] → the parts of a Blob */
export async function zipOf(parts, rest) {
  const found = [], central = [];
  let offset = 0, count = 0, listed = 0;
  for (const [name, texts] of parts) {
    const label = new TextEncoder().encode(name), { data, check, size } = await compressed(texts, rest);
    const about = [
      [2, VERSION], [2, UTF8], [2, DEFLATED], [2, 0], [2, DATE],
      [4, check], [4, data.length], [4, size], [2, label.length], [2, 0],
    ];
    const head = bytesOf([[4, LOCAL], ...about]);
    found.push(head, label, data);
    central.push(bytesOf([[4, CENTRAL], [2, VERSION], ...about, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]), label);
    offset += head.length + label.length + data.length;
    listed += 46 + label.length;
    count += 1;
  }
  return [...found, ...central,
    bytesOf([[4, END], [2, 0], [2, 0], [2, count], [2, count], [4, listed], [4, offset], [2, 0]])];
}
