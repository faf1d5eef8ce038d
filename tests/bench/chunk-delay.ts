import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { WebSocket } from "ws";
import { startYard } from "../integration/yard.ts";
import { ms, quantile, type Row, times } from "./report.ts";

const relay = fileURLToPath(new URL("./relay.ts", import.meta.url));

interface Streamer {
  name: string;
  /** A program that writes the time into what it streams. */
  program: string;
  backend: string;
  override: string;
  /** What it is asked by on a bare pipe, and what its lines hold. */
  prompt: object;
  delta: string;
  end: string;
}

const streamers: readonly Streamer[] = [
  {
    name: "stream-json",
    program: fileURLToPath(new URL("./ticking-claude.mjs", import.meta.url)),
    backend: "claude",
    override: "SWITCHYARD_CLAUDE",
    prompt: { type: "user", message: { role: "user", content: "go" } },
    delta: "text_delta",
    end: '"type":"result"',
  },
  {
    name: "ACP",
    program: fileURLToPath(new URL("./ticking-acp.mjs", import.meta.url)),
    backend: "gemini",
    override: "SWITCHYARD_GEMINI",
    prompt: { jsonrpc: "2.0", id: 1, method: "session/prompt", params: {} },
    delta: "agent_message_chunk",
    end: '"stopReason"',
  },
];

/** From the moment the CLI writes a delta until a client has it, beside a bare pipe-to-socket relay. */
export async function benchChunkDelay(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const streamer of streamers) rows.push(...(await delaysOf(streamer)));
  return rows;
}

async function delaysOf(streamer: Streamer): Promise<Row[]> {
  const rounds = 3;
  const floor: number[] = [];
  const bridge: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    floor.push(...(await throughRelay(streamer)));
    bridge.push(...(await throughBridge(streamer)));
  }
  return [0.5, 0.99].map((share) => {
    const [measured, bare] = [quantile(bridge, share), quantile(floor, share)];
    return {
      what: `delay per chunk, p${share * 100} (${streamer.name})`,
      measured: ms(measured),
      floor: `${ms(bare)} (relay)`,
      ratio: times(measured / bare),
      aim: share === 0.5 ? "≤ 2 ×" : "≤ 3 ×",
    };
  });
}

async function throughRelay({ program, prompt, delta, end }: Streamer): Promise<number[]> {
  const child = spawn(process.execPath, [relay, process.execPath, program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [port] = await once(createInterface({ input: child.stdout }), "line");
  const socket = new WebSocket(`ws://127.0.0.1:${String(port)}`);
  await once(socket, "open");
  const delays: number[] = [];
  const done = new Promise<void>((resolve) => {
    socket.on("message", (data: Buffer) => {
      const now = process.hrtime.bigint();
      const text = data.toString();
      if (text.includes(end)) resolve();
      if (text.includes(delta)) delays.push(...delaysIn(text, now));
    });
  });
  socket.send(JSON.stringify(prompt));
  await done;
  socket.close();
  child.kill();
  await once(child, "exit");
  return delays.slice(WARM_UP);
}

async function throughBridge({ backend, override, program }: Streamer): Promise<number[]> {
  await using yard = await startYard({ env: { [override]: program } });
  const socket = new WebSocket(`ws://127.0.0.1:${yard.bridge.port}/rpc`, {
    headers: { authorization: `Bearer ${yard.bridge.token}` },
  });
  await once(socket, "open");
  socket.send(rpc("hello", { client: { name: "bench", version: "0" }, protocol: 1 }));
  const { sessionId } = await yard.client.call("startAgentSession", {
    persona: "none",
    cliBackend: backend,
  });
  const delays: number[] = [];
  const done = new Promise<void>((resolve) => {
    socket.on("message", (data: Buffer) => {
      const now = process.hrtime.bigint();
      const text = data.toString();
      if (text.includes('"agent_message"')) delays.push(...delaysIn(text, now));
      if (text.includes('"turn_ended"')) resolve();
    });
  });
  socket.send(rpc("subscribeSession", { sessionId }));
  socket.send(rpc("sendAgentMessage", { sessionId, message: "go" }));
  await done;
  socket.close();
  return delays.slice(WARM_UP);
}

function rpc(method: string, params: object): string {
  return JSON.stringify({ jsonrpc: "2.0", id: method, method, params });
}

/** The times that a frame carries, as delays in ms. */
function delaysIn(text: string, now: bigint): number[] {
  return [...text.matchAll(/\b(\d{10,20}) /g)].map((match) => Number(now - BigInt(match[1] ?? 0)) / 1e6);
}

/** The first deltas of a run pay for code that is not compiled yet. */
const WARM_UP = 50;
