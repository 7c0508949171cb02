/** A picture to upload: a lighthouse at night, drawn here and now, as PNG. */
import { crc32, deflateSync } from 'node:zlib';

const size = 64;
const colours = {
  night: [13, 27, 62],
  sea: [9, 66, 94],
  tower: [236, 232, 221],
  stripe: [196, 58, 49],
  light: [255, 221, 120],
} as const;

export function drawLighthouse(): Uint8Array<ArrayBuffer> {
  const rows: number[] = [];
  for (let y = 0; y < size; y += 1) {
    // Each row begins with its filter: none.
    rows.push(0);
    for (let x = 0; x < size; x += 1) rows.push(...colours[colourAt(x, y)]);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // 8 bits a channel, RGB.
  header.set([8, 2], 8);
  return new Uint8Array(
    Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(Uint8Array.from(rows))),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  );
}

function colourAt(x: number, y: number): keyof typeof colours {
  const fromMiddle = Math.abs(x - size / 2);
  if (y > 54) return 'sea';
  if (y >= 10 && y < 15 && fromMiddle < 5) return 'light';
  if (y >= 15 && fromMiddle < 4 + y / 14) return Math.floor(y / 8) % 2 === 0 ? 'stripe' : 'tower';
  // Two beams that widen with the distance.
  if (fromMiddle > 6 && Math.abs(y - 12) < fromMiddle / 7) return 'light';
  return 'night';
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
