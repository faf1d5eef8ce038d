import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Row } from "./report.ts";

const dist = fileURLToPath(new URL("../../apps/web/dist", import.meta.url));

/** What the page needs before its first paint, gzipped, fonts apart: the entry's own scripts and styles. */
export async function benchPageWeight(): Promise<Row[]> {
  const html = await readFile(join(dist, "index.html"), "utf8");
  const named = [...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map((match) => match[1] ?? "");
  const first = await Promise.all(named.map((name) => readFile(join(dist, name))));
  const weight = [Buffer.from(html), ...first].reduce((sum, file) => sum + gzipSync(file).length, 0);
  const all = await readdir(dist, { recursive: true });
  const later = all.filter((name) => /\.(js|css)$/.test(name) && !named.includes(name));
  return [
    {
      what: "page before first paint",
      measured: `${(weight / 1000).toFixed(1)} kB`,
      floor: `${named.length} files, ${later.length} later`,
      ratio: `${((weight / 120_000) * 100).toFixed(0)} %`,
      aim: "≤ 120 kB",
    },
  ];
}
