import { mkdir, mkdtempDisposable, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { layOut, withoutInnerLinks } from "./lay-out.ts";
import { SourceManifest } from "./publishable.ts";

/** A repository with one package, and what the compiler made of it. */
async function openRepository(files: readonly string[]) {
  const place = await mkdtempDisposable(join(tmpdir(), "lay-out-"));
  const root = join(place.path, "root");
  const compiled = join(place.path, "compiled");
  const folder = join(root, "packages", "thing");
  const write = async (path: string, text = ""): Promise<void> => {
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(path, text);
  };
  await Promise.all([
    write(join(root, "LICENSE")),
    write(join(folder, "README.md"), "See [the wire](../../docs/protocol.md)."),
    ...["src/index.ts", "src/index.test.ts", "src/words.json", "data/.hidden/one.md"].map((path) =>
      write(join(folder, path)),
    ),
    ...["src/index.js", "src/index.d.ts", "src/inner.js", "src/inner.d.ts"].map((path) =>
      write(join(compiled, "packages", "thing", path)),
    ),
  ]);
  const manifest = SourceManifest.parse({
    name: "@switchyard/thing",
    version: "1.0.0",
    description: "A thing.",
    license: "Apache-2.0",
    files,
    exports: { ".": "./src/index.ts" },
  });
  const to = join(place.path, "out");
  return {
    to,
    layOut: () => layOut({ short: "thing", folder, manifest }, { root, compiled, to }),
    [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
  };
}

test("a package is laid out with its data as it is and its code compiled, and without tests", async () => {
  await using repository = await openRepository(["data", "src"]);
  await repository.layOut();
  const entries = await readdir(repository.to, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  expect(files.map((path) => path.slice(repository.to.length + 1)).toSorted()).toEqual([
    "LICENSE",
    "README.md",
    "data/.hidden/one.md",
    "package.json",
    "src/index.d.ts",
    "src/index.js",
    "src/inner.js",
    "src/words.json",
  ]);
  expect(await readFile(join(repository.to, "README.md"), "utf8")).toBe("See the wire.");
});

test("a folder that is missing is named, with what makes it", async () => {
  await using repository = await openRepository(["dist", "src"]);
  await expect(repository.layOut()).rejects.toThrow(
    '@switchyard/thing has no folder "dist" to publish: npm run build',
  );
});

test.each([
  ["[a](../a.md) and [b](./b/c.md#d)", "a and b"],
  [
    "[a](https://a.example) [b](#b) [c](mailto:c@c.example)",
    "[a](https://a.example) [b](#b) [c](mailto:c@c.example)",
  ],
])("of %s there remains %s", (markdown, expected) => {
  expect(withoutInnerLinks(markdown)).toBe(expected);
});
