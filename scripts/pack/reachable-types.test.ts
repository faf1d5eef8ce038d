import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { reachableTypes } from "./reachable-types.ts";

test("the declarations that an entry leads to are published, and no others", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "reachable-types-"));
  await mkdir(join(folder.path, "src", "inner"), { recursive: true });
  const files = {
    "index.d.ts": 'export { a } from "./inner/a.ts";\nimport type { Other } from "zod";\n',
    "inner/a.d.ts": 'export declare const a: import("../b.js").B;\n',
    "b.d.ts": 'export * from "./inner/a.ts";\nexport interface B {}\n',
    "unseen.d.ts": "export {};\n",
  };
  for (const [name, text] of Object.entries(files)) {
    // oxlint-disable-next-line no-await-in-loop -- four small files
    await writeFile(join(folder.path, "src", name), text);
  }
  const reached = await reachableTypes(folder.path, ["./src/index.ts"]);
  expect([...reached].toSorted()).toEqual(["src/b.d.ts", "src/index.d.ts", "src/inner/a.d.ts"]);
});
