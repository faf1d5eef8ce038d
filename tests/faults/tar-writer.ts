import { gzipSync } from "node:zlib";

/** An entry of an archive as it is written, also one that no archiver would write. */
export interface TarPart {
  readonly name: string | Buffer;
  readonly content?: string | Buffer;
  /** The letter of its type. @default "0", a file */
  readonly type?: string;
  /** What POSIX has before the name. */
  readonly before?: string;
  /** What a link leads to. */
  readonly link?: string;
  /** What the header says. @default what the content has */
  readonly size?: number;
}

/** A .tgz of what it is given, checked by nothing. */
export function tarball(parts: readonly TarPart[]): Buffer {
  return gzipSync(Buffer.concat([...parts.map((part) => tarEntry(part)), Buffer.alloc(1024)]), { level: 1 });
}

/** An extended header that gives the next entry another path. */
export function longName(path: string): TarPart {
  const text = ` path=${path}\n`;
  const bytes = Buffer.byteLength(text);
  const digits = String(bytes + String(bytes).length).length;
  return { name: "PaxHeader", type: "x", content: `${bytes + digits}${text}` };
}

/** The blocks of one entry. */
export function tarEntry({ name, before = "", content = "", type = "0", link = "", size }: TarPart): Buffer {
  const body = Buffer.from(content);
  const header = Buffer.alloc(BLOCK);
  Buffer.from(name).copy(header, 0, 0, 100);
  header.write("0000644\0", 100);
  header.write(`${(size ?? body.length).toString(8).padStart(11, "0")}\0`, 124);
  header.write("00000000000\0", 136);
  header.write(" ".repeat(8), 148);
  header.write(type, 156);
  header.write(link, 157);
  header.write("ustar\u000000", 257);
  header.write(before, 345);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return Buffer.concat([header, body, Buffer.alloc((BLOCK - (body.length % BLOCK)) % BLOCK)]);
}

const BLOCK = 512;
