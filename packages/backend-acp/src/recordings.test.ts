import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readTranscript } from "@switchyard/testkit/transcript";
import { readLine, readUpdate } from "./native.ts";
import { readOurs, readTheirs } from "./schema.testkit.ts";

const FOLDER = fileURLToPath(new URL("../../../tests/fixtures/gemini/", import.meta.url));
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith(".jsonl"));

test.each(NAMES)("every line of %s is the protocol's, and is read as what it is", async (name) => {
  const entries = await readTranscript(join(FOLDER, name));
  const lines = (dir: string): string[] =>
    entries.flatMap((entry) => (entry.dir === dir ? [entry.line] : []));
  const asked = new Map(
    lines("in")
      .map((line) => readOurs(line))
      .map(({ id, method }) => [id, method]),
  );
  const unreadable = lines("out").filter((line) => !isReadAsItIs(line, asked));
  expect(unreadable).toEqual([]);
  expect(asked.size).toBeGreaterThan(1);
});

function isReadAsItIs(raw: string, asked: ReadonlyMap<unknown, string | undefined>): boolean {
  const line = readLine(raw);
  switch (line.kind) {
    case "response":
      return readTheirs(raw, asked.get(line.id)).id === line.id;
    case "request":
      return readTheirs(raw).method === line.method;
    case "notification":
      return readTheirs(raw).method === line.method && readUpdate(line.params) !== null;
    default:
      return false;
  }
}
