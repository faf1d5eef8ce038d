import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ChunkOf, SessionId } from "@switchyard/core/protocol";
import { installFakeCli, stepsOf, type FakeStep } from "@switchyard/testkit/fake-cli";
import { readTranscript } from "@switchyard/testkit/transcript";
import { lender } from "../integration/lent-yard.ts";
import { startYard, type Yard } from "../integration/yard.ts";
import { expectSound } from "./whole-log.ts";

/** A bridge whose Claude Code is a fake CLI. */
export interface FakeYard extends AsyncDisposable {
  readonly yard: Yard;
  readonly sessionId: SessionId;
  /** Waits for the end of the first turn. */
  ended(): Promise<ChunkOf<"turn_ended">>;
  /** Ends the session; its log must be whole, nothing of it may live, and the bridge must still answer. */
  expectSound(): Promise<void>;
}

/** Starts a session whose CLI does `runs`: what its first process does, its second and so on. */
export async function startFakeYard(...runs: readonly (readonly FakeStep[])[]): Promise<FakeYard> {
  const yard = await startYard({
    settings: async ({ home }) => {
      const path = await installFakeCli(join(home, "fake"), { version: VERSION, runs });
      return { backends: { claude: { path } } };
    },
  });
  return begin(yard);
}

/** `startFakeYard` on one bridge for the tests of a file: each has a folder and a CLI of its own. */
export function shareFakeYard(): typeof startFakeYard {
  const lendYard = lender({
    settings: async ({ home }) => {
      const path = join(home, "fake-cli");
      await writeFile(path, BY_FOLDER, { mode: 0o755 });
      return { backends: { claude: { path } } };
    },
  });
  return async (...runs) => {
    const yard = await lendYard();
    const cwd = await mkdtemp(join(yard.bridge.home, "project-"));
    await installFakeCli(`${cwd}.cli`, { version: VERSION, runs });
    return begin(yard, { cwd });
  };
}

const VERSION = "2.1.330 (Claude Code)";

/** Is the CLI that was installed beside the session's folder. */
const BY_FOLDER = `#!/bin/sh
case "$1" in
  --version) echo '${VERSION}' ;;
  *) exec "$PWD.cli/fake-cli" "$@" ;;
esac
`;

async function begin(yard: Yard, place: { cwd?: string } = {}): Promise<FakeYard> {
  const sessionId = await yard.start({ ...place, prompt: "hello" });
  return {
    yard,
    sessionId,
    ended: () => yard.ended(sessionId, 1),
    expectSound: () => expectSound(yard, sessionId),
    [Symbol.asyncDispose]: () => yard[Symbol.asyncDispose](),
  };
}

const recorded = stepsOf(
  await readTranscript(fileURLToPath(new URL("../fixtures/claude/two-turns.jsonl", import.meta.url))),
);

function upTo(text: string): number {
  return recorded.findIndex((step) => step.do === "line" && step.line.includes(text));
}

/** What Claude Code does to begin, and what it writes in a turn that says "word0 word1 word2 " and ends. */
export const opening = recorded.slice(0, upTo('"type":"system","subtype":"init"'));
export const turn = recorded.slice(opening.length, upTo('"type":"result"') + 1);
/** The same turn as far as "word0 word1 ". */
export const halfTurn = turn.slice(
  0,
  turn.findIndex((step) => step.do === "line" && step.line.includes("word2")),
);
