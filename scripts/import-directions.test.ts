import { expect, test } from "vitest";
import { importFindings } from "./import-directions.ts";
import { tree } from "./tree.testkit.ts";

const PACKAGES = {
  "packages/core/package.json": manifest("@switchyard/core", ["./protocol"]),
  "packages/backend-acp/package.json": manifest("@switchyard/backend-acp", ["."]),
  "packages/backend-claude/package.json": manifest("@switchyard/backend-claude", ["."]),
  "packages/personas/package.json": manifest("@switchyard/personas", ["."]),
  "packages/testkit/package.json": manifest("@switchyard/testkit", ["./bridge"]),
  "apps/bridge/package.json": manifest("@switchyard/bridge", []),
};

/** What each file may not do, and the rule that says so. */
const REFUSED: readonly [title: string, path: string, line: string, rule: string][] = [
  [
    "core imports a backend",
    "packages/core/src/a.ts",
    'import "@switchyard/backend-claude";',
    "import-direction",
  ],
  ["core imports Node", "packages/core/src/a.ts", 'import { join } from "node:path";', "no-node-here"],
  ["core imports Node without its prefix", "packages/core/src/a.ts", 'import fs from "fs";', "no-node-here"],
  ["core imports more than zod", "packages/core/src/a.ts", 'import { v4 } from "uuid";', "few-dependencies"],
  [
    "core's test imports a backend",
    "packages/core/src/a.test.ts",
    'import "@switchyard/backend-claude";',
    "import-direction",
  ],
  [
    "a backend imports another",
    "packages/backend-claude/src/a.ts",
    'import "@switchyard/backend-acp";',
    "import-direction",
  ],
  [
    "a backend imports Node",
    "packages/backend-claude/src/a.ts",
    'export { x } from "node:os";',
    "no-node-here",
  ],
  [
    "a backend imports execa",
    "packages/backend-claude/src/a.ts",
    'import { execa } from "execa";',
    "one-spawner",
  ],
  [
    "a backend imports the bridge",
    "packages/backend-claude/src/a.ts",
    'import "@switchyard/bridge";',
    "import-direction",
  ],
  [
    "personas import a backend",
    "packages/personas/src/a.ts",
    'import "@switchyard/backend-acp";',
    "import-direction",
  ],
  ["the page imports personas", "apps/web/src/a.tsx", 'import "@switchyard/personas";', "import-direction"],
  ["the page imports Node", "apps/web/src/a.tsx", 'import "node:fs";', "no-node-here"],
  [
    "the wire imports Solid",
    "apps/web/src/wire/a.ts",
    'import { createSignal } from "solid-js";',
    "wire-without-framework",
  ],
  [
    "the wire imports a Solid library",
    "apps/web/src/wire/a.ts",
    'import "@solidjs/router";',
    "wire-without-framework",
  ],
  [
    "the bridge imports testkit",
    "apps/bridge/src/a.ts",
    'import "@switchyard/testkit/bridge";',
    "testkit-in-tests-only",
  ],
  [
    "the bridge starts a process elsewhere",
    "apps/bridge/src/log/a.ts",
    'import "node:child_process";',
    "one-spawner",
  ],
  [
    "a relative import leaves its package",
    "apps/bridge/src/a.ts",
    'import "../../../packages/core/src/a.ts";',
    "import-by-name",
  ],
  [
    "an import goes past the exports",
    "apps/bridge/src/a.ts",
    'import "@switchyard/core/src/a.ts";',
    "past-the-exports",
  ],
  [
    "a test goes past the exports",
    "tests/integration/a.test.ts",
    'import "@switchyard/core";',
    "past-the-exports",
  ],
  [
    "a new package imports one of ours unasked",
    "packages/new/src/a.ts",
    'import "@switchyard/core/protocol";',
    "import-direction",
  ],
  ["an import is dynamic", "packages/core/src/a.ts", 'const a = await import("node:fs");', "no-node-here"],
  ["an import is of a type", "packages/core/src/a.ts", 'type A = import("node:fs").Stats;', "no-node-here"],
];

test.each(REFUSED)("it is refused when %s", (_, path, line, rule) => {
  const findings = importFindings(tree({ ...PACKAGES, [path]: `const before = 1;\n${line}\n` }));
  expect(findings).toEqual([{ path, line: 2, rule, message: expect.any(String) }]);
});

test("an import over several lines is seen", () => {
  const text = 'import {\n  a,\n  b,\n} from "node:fs";\n';
  const [finding] = importFindings(tree({ "packages/core/src/a.ts": text }));
  expect(finding).toMatchObject({ line: 1, rule: "no-node-here" });
});

const ALLOWED: readonly [title: string, path: string, line: string][] = [
  ["core imports zod", "packages/core/src/a.ts", 'import { z } from "zod";'],
  ["core's test imports fast-check", "packages/core/src/a.test.ts", 'import fc from "fast-check";'],
  ["a backend imports core", "packages/backend-claude/src/a.ts", 'import "@switchyard/core/protocol";'],
  ["gemini imports acp", "packages/backend-gemini/src/a.ts", 'import "@switchyard/backend-acp";'],
  [
    "a backend's test imports testkit",
    "packages/backend-claude/src/a.test.ts",
    'import "@switchyard/testkit/bridge";',
  ],
  ["the bridge imports a backend", "apps/bridge/src/a.ts", 'import "@switchyard/backend-claude";'],
  ["the bridge's process folder imports execa", "apps/bridge/src/process/a.ts", 'import "execa";'],
  ["a test starts a process", "tests/integration/a.test.ts", 'import "node:child_process";'],
  ["a benchmark weighs a part", "tests/bench/a.ts", 'import "../../apps/bridge/src/bridge.ts";'],
  ["the page imports Solid", "apps/web/src/ui/a.tsx", 'import "solid-js";'],
  ["a comment speaks of an import", "packages/core/src/a.ts", '// import "node:fs" and import("node:fs")'],
  ["a type's name begins with import", "packages/core/src/a.ts", 'export const importance = "node:fs";'],
];

test.each(ALLOWED)("it is allowed that %s", (_, path, line) => {
  expect(importFindings(tree({ ...PACKAGES, [path]: `${line}\n` }))).toEqual([]);
});

function manifest(name: string, entries: readonly string[]): string {
  return JSON.stringify({ name, exports: Object.fromEntries(entries.map((entry) => [entry, "./src/a.ts"])) });
}
