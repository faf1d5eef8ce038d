import { expect, test } from "vitest";
import { testFolder } from "./folder.testkit.ts";
import { workspaceKind } from "./workspace-kind.ts";

const DOLT = { backend: "dolt", database: "dolt" };

test.each<[string, Record<string, string>, string, boolean]>([
  ["a database of SQLite", { "beads.db": "", "metadata.json": '{"database":"beads.db"}' }, "sqlite", false],
  ["settings that do without", { "config.yaml": "no-db: true\n", "issues.jsonl": "" }, "sqlite", false],
  ["the file alone", { "config.yaml": "# no-db: true\n", "issues.jsonl": '{"id":"a"}' }, "file", false],
  ["an embedded database", { "embeddeddolt/": "", "issues.jsonl": "" }, "dolt", false],
  ["metadata alone", { "metadata.json": JSON.stringify(DOLT) }, "dolt", true],
  ["metadata of an embedded one", { "metadata.json": meta({ dolt_mode: "embedded" }) }, "dolt", false],
  [
    "metadata of a server",
    { "metadata.json": meta({ dolt_mode: "server" }), "embeddeddolt/": "" },
    "dolt",
    true,
  ],
  ["a server's folder", { "dolt/": "" }, "dolt", true],
  ["another database", { "metadata.json": '{"backend":"postgres"}' }, "dolt", true],
  ["metadata that is no JSON", { "metadata.json": "{", "beads.db": "" }, "sqlite", false],
  ["br's lock", { "beads.db": "", ".write.lock": "" }, "br", false],
  ["br's lines", { "beads.db": "", "issues.jsonl": '{"id":"a","source_repo":"."}\n' }, "br", false],
])("%s: %o is of %s", async (_what, files, keeper, isServer) => {
  await using place = await testFolder(files);
  const jsonl = "issues.jsonl" in files ? place.at("issues.jsonl") : null;
  expect(await workspaceKind(place.path, jsonl)).toEqual({ keeper, isServer });
});

function meta(some: object): string {
  return JSON.stringify({ ...DOLT, ...some });
}
