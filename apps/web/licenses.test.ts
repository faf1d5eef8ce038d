import { mkdir, mkdtempDisposable, realpath, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "vite";
import { expect, test } from "vitest";
import { licenses } from "./licenses.ts";

const page = {
  "index.html": '<script type="module" src="/main.js"></script>',
  "main.js":
    'import "./main.css"; import { a } from "in-page"; new Worker(new URL("worker.js", import.meta.url), { type: "module" }).postMessage(a);',
  "worker.js": 'import { a } from "in-worker"; console.log(a);',
  "main.css": '@font-face { font-family: A; src: url("@fonts/in-styles/a.woff2"); } p { font-family: A; }',
  "node_modules/@fonts/in-styles/a.woff2": "a font",
};

/** Files of a package that the page may carry. */
function packageNamed(name: string, notices: Readonly<Record<string, string>>) {
  const manifest = JSON.stringify({ name, version: "1.2.3", license: "MIT", main: "index.js" });
  const files = { "package.json": manifest, "index.js": "export const a = Date.now();", ...notices };
  return Object.fromEntries(
    Object.entries(files).map(([file, text]) => [`node_modules/${name}/${file}`, text]),
  );
}

/** Builds a page of these files; resolves to what it says of licenses. */
async function licensesOf(files: Readonly<Record<string, string>>): Promise<string> {
  await using folder = await mkdtempDisposable(join(await realpath(tmpdir()), "licenses-"));
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder.path, path);
    // oxlint-disable-next-line no-await-in-loop -- a handful of small files
    await mkdir(dirname(file), { recursive: true });
    // oxlint-disable-next-line no-await-in-loop -- as above
    await writeFile(file, text);
  }
  const plugins = licenses();
  const built = await build({
    root: folder.path,
    configFile: false,
    logLevel: "silent",
    plugins: [plugins.page],
    worker: { format: "es", plugins: () => [plugins.worker] },
    build: { write: false, minify: false, assetsInlineLimit: 0 },
  });
  const outputs = "output" in built ? built.output : [];
  const file = outputs.find(({ fileName }) => fileName === "licenses.txt");
  return file?.type === "asset" ? String(file.source) : "";
}

test("the license of each package is told of which something is in the page, in a worker or in the styles", async () => {
  const told = await licensesOf({
    ...page,
    ...packageNamed("in-page", { LICENSE: "Take it.", "NOTICE.md": "By Ada." }),
    ...packageNamed("in-worker", { "license.txt": "Take this too." }),
    ...packageNamed("@fonts/in-styles", { "OFL.txt": "", LICENCE: "Set it." }),
    ...packageNamed("not-in-it", { LICENSE: "Leave it." }),
  });
  expect(told.match(/^.* 1\.2\.3 \(MIT\)$/gm)).toEqual([
    "@fonts/in-styles 1.2.3 (MIT)",
    "in-page 1.2.3 (MIT)",
    "in-worker 1.2.3 (MIT)",
  ]);
  for (const text of ["Take it.", "By Ada.", "Take this too.", "Set it."]) expect(told).toContain(text);
});

test("a package without the text of its license does not come into the page", async () => {
  const files = { "index.html": page["index.html"], "main.js": 'import { a } from "bare"; console.log(a);' };
  await expect(licensesOf({ ...files, ...packageNamed("bare", {}) })).rejects.toThrow(
    "bare is part of the page, and has no license in its package",
  );
});
