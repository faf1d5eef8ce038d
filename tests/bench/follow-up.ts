import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { type ModelApi, startModelApi } from "@switchyard/testkit/model-api";
import { startYard } from "../integration/yard.ts";
import { ms, quantile, type Row, times } from "./report.ts";

const claude = fileURLToPath(new URL("../../node_modules/.bin/claude", import.meta.url));
const ARGS =
  "-p --input-format stream-json --output-format stream-json --verbose --include-partial-messages --permission-prompt-tool stdio --permission-mode=default".split(
    " ",
  );
const PROMPT = "[[words 5]]";

/** From a follow-up's sending until its first text: bare pipe, bridge, and a process per turn. */
export async function benchFollowUp(): Promise<Row[]> {
  const bare = await overPipe(20);
  const bridge = await overBridge(20);
  const perTurn = await processPerTurn(5);
  const [pipeMs, bridgeMs, perTurnMs] = [bare, bridge, perTurn].map((values) => quantile(values, 0.5)) as [
    number,
    number,
    number,
  ];
  return [
    {
      what: "follow-up, first text",
      measured: ms(bridgeMs),
      floor: `${ms(pipeMs)} (bare pipe)`,
      ratio: `+${ms(bridgeMs - pipeMs)}`,
      aim: "+5 ms",
    },
    {
      what: "process per turn, first text",
      measured: ms(perTurnMs),
      floor: `${ms(bridgeMs)} (bridge)`,
      ratio: times(perTurnMs / bridgeMs),
      aim: "≥ 15 ×",
    },
  ];
}

interface BareClaude {
  child: ChildProcessByStdio<Writable, Readable, null>;
  lines: Interface;
}

async function overPipe(turns: number): Promise<number[]> {
  await using place = await makePlace();
  const { child, lines } = startClaude(place, []);
  const times: number[] = [];
  for (let turn = 0; turn <= turns; turn += 1) {
    const from = performance.now();
    child.stdin.write(userLine());
    await lineWith(lines, "text_delta");
    if (turn > 0) times.push(performance.now() - from);
    await lineWith(lines, '"type":"result"');
  }
  child.kill();
  await once(child, "exit");
  return times;
}

async function overBridge(turns: number): Promise<number[]> {
  await using yard = await startYard();
  const sessionId = await yard.start({ prompt: PROMPT });
  await yard.ended(sessionId, 1);
  const times: number[] = [];
  for (let turn = 2; turn <= turns + 1; turn += 1) {
    const from = performance.now();
    const first = yard.chunk(sessionId, "agent_message", (chunk) => chunk.turn === turn);
    await yard.client.call("sendAgentMessage", { sessionId, message: PROMPT });
    await first;
    times.push(performance.now() - from);
    await yard.ended(sessionId, turn);
  }
  return times;
}

async function processPerTurn(turns: number): Promise<number[]> {
  await using place = await makePlace();
  const id = "22222222-2222-4222-8222-222222222222";
  const times: number[] = [];
  for (let turn = 0; turn <= turns; turn += 1) {
    const from = performance.now();
    const { child, lines } = startClaude(place, [turn === 0 ? `--session-id=${id}` : `--resume=${id}`]);
    child.stdin.end(userLine());
    await lineWith(lines, "text_delta");
    if (turn > 0) times.push(performance.now() - from);
    await once(child, "exit");
  }
  return times;
}

interface Place extends AsyncDisposable {
  api: ModelApi;
  folder: string;
}

async function makePlace(): Promise<Place> {
  const api = await startModelApi();
  const folder = await mkdtemp(join(tmpdir(), "switchyard-bench-"));
  return {
    api,
    folder,
    async [Symbol.asyncDispose]() {
      await api[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function startClaude(place: Place, more: readonly string[]): BareClaude {
  const child = spawn(claude, [...ARGS, ...more], {
    cwd: place.folder,
    env: { ...process.env, ...place.api.env(join(place.folder, ".claude")) },
    stdio: ["pipe", "pipe", "ignore"],
  });
  return { child, lines: createInterface({ input: child.stdout }) };
}

function userLine(): string {
  return `${JSON.stringify({ type: "user", message: { role: "user", content: PROMPT } })}\n`;
}

function lineWith(lines: Interface, part: string): Promise<void> {
  return new Promise((resolve) => {
    const look = (line: string): void => {
      if (!line.includes(part)) return;
      lines.off("line", look);
      resolve();
    };
    lines.on("line", look);
  });
}
