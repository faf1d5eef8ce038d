import { crc32, deflateSync } from "node:zlib";

/** A PNG that one sees when it is shown: 480 by 270, a slope of colours with a grid over it. */
export function picture(): Buffer {
  const rows = Buffer.alloc((1 + WIDTH * 3) * HEIGHT);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const isGrid = x % 30 === 0 || y % 30 === 0;
      const at = y * (1 + WIDTH * 3) + 1 + x * 3;
      rows[at] = isGrid ? 255 : 40 + Math.floor((x * 120) / WIDTH);
      rows[at + 1] = isGrid ? 255 : 70 + Math.floor((y * 120) / HEIGHT);
      rows[at + 2] = isGrid ? 255 : 150;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  // Eight bits a colour, of three.
  header.set([8, 2], 8);
  return Buffer.concat([SIGNATURE, part("IHDR", header), part("IDAT", deflateSync(rows)), part("IEND")]);
}

const WIDTH = 480;
const HEIGHT = 270;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function part(name: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
