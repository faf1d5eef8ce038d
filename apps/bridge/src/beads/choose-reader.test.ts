import { expect, test } from "vitest";
import { chooseReader } from "./choose-reader.ts";
import type { NoProgram, Program } from "./program.ts";

const NO_BD = { missing: "There is no bd on the PATH." };
const NO_BR = { missing: "There is no br on the PATH." };

test.each<["sqlite" | "dolt" | "br" | "file", Program | NoProgram, Program | NoProgram, object]>([
  ["dolt", program("bd", "1.0.5"), NO_BR, { source: "bd" }],
  ["dolt", NO_BD, program("br", "0.1.12"), { source: "jsonl", stale: true, why: NO_BD.missing }],
  [
    "dolt",
    program("bd", "0.49.6"),
    NO_BR,
    { source: "jsonl", stale: true, why: "bd 0.49.6 is too old for this tracker." },
  ],
  ["sqlite", program("bd", "0.49.6"), program("br", "0.1.12"), { source: "bd" }],
  ["sqlite", program("bd", "1.0.5"), NO_BR, { source: "jsonl", stale: false }],
  ["sqlite", program("bd", "1.0.5"), program("br", "0.1.12"), { source: "br" }],
  ["sqlite", NO_BD, program("br", "0.1.12"), { source: "br" }],
  ["sqlite", NO_BD, NO_BR, { source: "jsonl", stale: false, why: NO_BD.missing }],
  ["file", program("bd", "0.49.6"), NO_BR, { source: "jsonl", stale: false }],
  ["br", program("bd", "0.49.6"), program("br", "0.1.12"), { source: "br" }],
  ["br", program("bd", "0.49.6"), NO_BR, { source: "jsonl", stale: false }],
])("a tracker of %s with %o and %o is read by %o", (keeper, bd, br, reader) => {
  expect(chooseReader(keeper, { bd, br })).toMatchObject(reader);
});

function program(name: "bd" | "br", version: string): Program {
  return { name, path: `/bin/${name}`, version };
}
