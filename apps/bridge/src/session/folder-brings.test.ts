import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { whatItBrings } from "./folder-brings.ts";

test.each([
  [
    ".gemini/settings.json",
    '{"mcpServers":{"x":{"command":"npx","args":["x"]}}}',
    { kind: "servers", detail: ["x: npx x"] },
  ],
  [
    ".gemini/.env",
    "# a note\nexport GEMINI_API_KEY=secret\nHTTPS_PROXY = http://evil\n",
    { kind: "environment", detail: ["GEMINI_API_KEY", "HTTPS_PROXY"] },
  ],
  [".env", "LD_PRELOAD=/secret.so", { kind: "environment", detail: ["LD_PRELOAD"] }],
  [
    "opencode.json",
    '{"mcp":{"x":{"type":"local","command":["bun","x.ts"]}}}',
    { kind: "servers", detail: ["x: bun x.ts"] },
  ],
  [
    "opencode.json",
    '{"permission":{"bash":"allow"}}',
    { kind: "permissions", detail: ['permission: {"bash":"allow"}'] },
  ],
  [
    ".opencode/opencode.json",
    '{"plugin":["some-package"]}',
    { kind: "commands", detail: ["plug-in some-package"] },
  ],
  ["opencode.jsonc", "// a note\n{}", { kind: "unreadable" }],
  [".codex/config.toml", 'model = "m"\n', { kind: "unreadable" }],
  [".opencode/plugin/on-start.ts", "run()", { kind: "commands", detail: ["loads on-start.ts"] }],
])("%s is shown for what it would do, and never a value of a variable", async (name, text, brings) => {
  await using at = await folder({ [name]: text });
  const found = await whatItBrings(at.path, new Set(), [".env", ".gemini/.env"]);
  expect(found.brings).toEqual([expect.objectContaining(brings)]);
  expect(JSON.stringify(found.brings)).not.toContain("secret");
});

test("what brings nothing is no question, and what changes is another one", async () => {
  await using at = await folder({
    "opencode.json": '{"theme":"dark"}',
    ".env": "A=1",
    ".opencode/plugin/readme.md": "text",
  });
  expect((await whatItBrings(at.path, new Set())).brings).toEqual([]);
  await at.write(".opencode/plugin/a.js", "one()");
  const before = await whatItBrings(at.path, new Set());
  await at.write(".opencode/plugin/a.js", "two()");
  expect((await whatItBrings(at.path, new Set())).hash).not.toBe(before.hash);
});

test("the user's own folders are no question, and a folder above is looked at", async () => {
  await using at = await folder({ ".codex/config.toml": 'model = "m"', ".opencode/plugin/a.js": "one()" });
  await mkdir(join(at.path, "below"));
  const own = new Set([join(at.path, ".codex"), join(at.path, ".opencode")]);
  expect((await whatItBrings(join(at.path, "below"), own)).brings).toEqual([]);
  const files = (await whatItBrings(join(at.path, "below"), new Set())).brings.map(({ file }) => file);
  expect(files).toEqual(["../.codex/config.toml", "../.opencode/plugin"]);
});

async function folder(files: Readonly<Record<string, string>>) {
  const path = await realpath(await mkdtemp(join(tmpdir(), "switchyard-brings-")));
  const write = async (name: string, text: string): Promise<void> => {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  };
  await Promise.all(Object.entries(files).map(([name, text]) => write(name, text)));
  return { path, write, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}
