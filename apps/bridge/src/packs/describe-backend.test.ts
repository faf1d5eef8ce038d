import { expect, test } from "vitest";
import { describeBackend } from "./describe-backend.ts";
import { backendPackage } from "./packs.testkit.ts";

function described(more: object, paths: readonly string[] = []) {
  const files = { ...backendPackage(more), ...Object.fromEntries(paths.map((path) => [path, ""])) };
  return describeBackend(
    Object.entries(files).map(([path, text]) => ({ path, content: Buffer.from(text), isExecutable: false })),
  );
}

test("a package of a backend says what it is", () => {
  const more = {
    displayName: "Acme\n\u202Eagent",
    description: 7,
    license: { type: "MIT" },
    dependencies: { zod: "^4" },
  };
  expect(described(more)).toEqual({
    name: "acme-backend",
    version: "1.0.0",
    displayName: "Acme agent",
    description: "",
    license: null,
    personas: [],
    ignored: [],
    entry: "index.js",
    dependencies: { zod: "^4" },
  });
});

test.each<[string, object, string]>([
  ["main", { main: "./dist/main.js" }, "dist/main.js"],
  ["main without its ending", { main: "dist/main" }, "dist/main.js"],
  ["one module", { exports: "./dist/main.js", main: "./other.js" }, "dist/main.js"],
  [
    "conditions",
    { exports: { types: "./x.d.ts", require: "./x.cjs", import: "./dist/main.js" } },
    "dist/main.js",
  ],
  ["paths", { exports: { "./more": "./x.js", ".": { node: { import: "./dist/main.js" } } } }, "dist/main.js"],
  ["choices", { exports: [{ require: "./x.cjs" }, "./dist/main.js"] }, "dist/main.js"],
])("its module is the one that Node imports: %s", (_name, more, entry) => {
  expect(described(more, ["dist/main.js"]).entry).toBe(entry);
});

test.each<[string, object, string]>([
  [
    "no keyword",
    { keywords: ["agent"] },
    'package.json:4: keywords: must have "switchyard-backend", else it is no backend',
  ],
  ["no name of npm", { name: ".." }, "name: must be an npm package name"],
  ["no version", { version: "v1" }, "version: must be a version of three numbers"],
  [
    "a module outside",
    { exports: "../../evil.js" },
    "exports: names ../../evil.js, which is no file of the package",
  ],
  ["a module that is not there", { main: "dist/index.js" }, "main: names dist/index.js"],
  ["nothing to import", { exports: { "./more": "./index.js" } }, 'exports: has no "."'],
  ["another core", { peerDependencies: { "@switchyard/core": "^99" } }, "needs ^99, and this Switchyard has"],
  ["a folder", { dependencies: { evil: "file:../.." } }, "dependencies.evil: must be a version or a range"],
  ["an address", { dependencies: { evil: "https://a.example/x.tgz" } }, "not an address or a folder"],
  ["a repository", { dependencies: { evil: "acme/evil" } }, "not an address or a folder"],
  [
    "an odd dependency",
    { dependencies: { "../evil": "1" } },
    "dependencies.../evil: is no name of a package",
  ],
])("one is refused for %s", (_name, more, says) => {
  expect(() => described(more)).toThrow(says);
});

test("what the bridge gives it is not fetched, in any way that fits", () => {
  const more = {
    peerDependencies: { "@switchyard/core": ">=0.1.0", zod: "^4" },
    dependencies: { "@switchyard/backend-acp": "*", other: "npm:@acme/other@^1" },
  };
  expect(described(more).dependencies).toEqual({ other: "npm:@acme/other@^1" });
});

test("packages come with it, all or none", () => {
  const more = { dependencies: { one: "1", two: "1" } };
  const bundled = ["node_modules/one/package.json", "node_modules/two/package.json"];
  expect(described(more, bundled).dependencies).toEqual({});
  expect(() => described(more, bundled.slice(0, 1))).toThrow("dependencies.two: is not among the packages");
});
