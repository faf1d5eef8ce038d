import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { ROOT } from "../run.ts";
import { publishablePackages, SourceManifest } from "./publishable.ts";
import { publishedManifest } from "./published-manifest.ts";

const source = {
  name: "@switchyard/thing",
  version: "1.2.3",
  description: "A thing.",
  license: "Apache-2.0",
  bin: { thing: "./bin/thing.js" },
  files: ["bin", "src"],
  type: "module",
  imports: { "#main": "./src/main.ts" },
  exports: { ".": "./src/index.ts", "./for-tests": "./src/tests.ts", "./package.json": "./package.json" },
  scripts: { typecheck: "tsc -p ." },
  dependencies: { zod: "4.6.7" },
  devDependencies: { "fast-check": "4.10.2" },
};

test("what runs from source in the repository runs compiled, with its types", () => {
  expect(JSON.parse(JSON.stringify(publishedManifest(SourceManifest.parse(source))))).toEqual({
    name: "@switchyard/thing",
    version: "1.2.3",
    description: "A thing.",
    license: "Apache-2.0",
    bin: { thing: "./bin/thing.js" },
    files: ["bin", "src"],
    type: "module",
    imports: { "#main": "./src/main.js" },
    exports: {
      ".": { types: "./src/index.d.ts", default: "./src/index.js" },
      "./for-tests": { types: "./src/tests.d.ts", default: "./src/tests.js" },
      "./package.json": "./package.json",
    },
    dependencies: { zod: "4.6.7" },
    engines: { node: ">=24" },
    publishConfig: { access: "public" },
  });
});

test("what `publishConfig` says holds in place of the repository's own", () => {
  const peers = {
    peerDependencies: { "@types/node": ">=24", vitest: ">=5" },
    peerDependenciesMeta: { "@types/node": { optional: true } },
  };
  const publishConfig = { exports: { ".": "./src/index.ts" }, ...peers };
  const published = publishedManifest(SourceManifest.parse({ ...source, publishConfig }));
  expect(published).toMatchObject(peers);
  expect(published["exports"]).toEqual({
    ".": { types: "./src/index.d.ts", default: "./src/index.js" },
  });
});

test("every package but the tests is published, from where a release looks for it", () => {
  const packages = publishablePackages(ROOT);
  const directories = packages.map(({ folder }) => {
    const text = readFileSync(join(folder, "package.json"), "utf8");
    return Released.parse(JSON.parse(text)).publishConfig.directory;
  });
  expect(directories).toEqual(packages.map(({ short }) => `../../dist/${short}`));
  expect(packages.map(({ short }) => short)).toEqual([
    "backend-acp",
    "backend-claude",
    "backend-demo",
    "backend-gemini",
    "beads",
    "bridge",
    "core",
    "personas",
    "testkit",
    "web",
  ]);
});

test("the page has the version of its bridge, which it compares to ask for a reload", () => {
  const versions = new Map(publishablePackages(ROOT).map(({ short, manifest }) => [short, manifest.version]));
  expect(versions.get("web")).toBe(versions.get("bridge"));
});

test("one package can be released alone: others take its later patches, the bridge its own page", () => {
  const packages = publishablePackages(ROOT);
  const versions = new Map(packages.map(({ manifest }) => [manifest.name, manifest.version]));
  const ranges = packages.flatMap(({ manifest }) => Object.entries(manifest.dependencies ?? {}));
  const [page, others] = [true, false].map((isPage) =>
    ranges.filter(([name]) => versions.has(name) && (name === "@switchyard/web") === isPage),
  );
  expect(page).toEqual([["@switchyard/web", versions.get("@switchyard/web")]]);
  expect(others?.length).toBeGreaterThan(0);
  expect(others?.filter(([, range]) => !/^\^\d/.test(range))).toEqual([]);
});

const Released = z.object({ publishConfig: z.object({ directory: z.string() }) });
