import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkEntries, checkNodeTypes, checkTypes } from "./check.ts";
import { quietly } from "./quietly.ts";

test("an entry that is not there, and types that are not those of the module, are told", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "check-"));
  const exports = {
    ".": { types: "./index.d.ts", default: "./index.js" },
    "./gone": { types: "./gone.d.ts", default: "./gone.js" },
  };
  const manifest = { name: "thing", version: "1.0.0", type: "module", exports };
  await writeFile(join(folder.path, "package.json"), JSON.stringify(manifest));
  await writeFile(join(folder.path, "index.js"), "export const a = 1;\n");
  await writeFile(join(folder.path, "index.d.ts"), "declare const a: number;\nexport = a;\n");
  await quietly("npm", ["pack", "--ignore-scripts"], folder.path);
  const tarball = join(folder.path, "thing-1.0.0.tgz");
  await expect(checkEntries(tarball)).rejects.toThrow("gone.js");
  await expect(checkTypes(tarball)).rejects.toThrow(/thing\/gone.*Resolution failed/s);
});

test("a package whose types speak of Node’s has to ask for those", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "check-"));
  const write = (file: string, text: string) => writeFile(join(folder.path, file), text);
  await write("package.json", "{}");
  await write("plain.d.ts", "export declare const a: number;\n");
  await expect(checkNodeTypes(folder.path)).resolves.toBeUndefined();
  await write("index.d.ts", 'import type { Socket } from "node:net";\nexport type A = Socket;\n');
  await expect(checkNodeTypes(folder.path)).rejects.toThrow(
    /@types\/node, which these need:\n {2}index\.d\.ts/,
  );
  await write("package.json", JSON.stringify({ peerDependencies: { "@types/node": ">=24" } }));
  await expect(checkNodeTypes(folder.path)).resolves.toBeUndefined();
});
