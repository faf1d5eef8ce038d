// @ts-check
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describeBackend } from "@switchyard/testkit/contract";
import parrot from "./index.js";

describeBackend(parrot, {
  real: {
    stage,
    situations: {
      plain: { prompt: "Hello.", says: "Hello." },
      followUp: { tell: "My word is medlar.", ask: "What did I say?", answer: "medlar" },
      stream: "Count.",
    },
  },
});

/** A home of its own for the program, gone with the suite. */
async function stage() {
  const home = await mkdtemp(join(tmpdir(), "parrot-"));
  return {
    program: process.execPath,
    args: [fileURLToPath(new URL("parrot.js", import.meta.url))],
    cwd: home,
    env: { HOME: home },
    [Symbol.asyncDispose]: () => rm(home, { recursive: true }),
  };
}
