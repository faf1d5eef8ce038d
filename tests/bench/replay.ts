import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { SessionId } from "@switchyard/core/protocol";
import { startBridge, type TestBridge } from "@switchyard/testkit/bridge";
import { makeHistory } from "../history/make-history.ts";
import { bridgeMain } from "../integration/yard.ts";
import { openRawSocket } from "./raw-socket.ts";
import { ms, quantile, type Row, times } from "./report.ts";

/** A long log read from its beginning, and 10 MB of it by a client that comes back, beside the same frames out of memory. */
export async function benchReplay(): Promise<Row[]> {
  await using home = await mkdtempDisposable(join(tmpdir(), "switchyard-bench-"));
  const options = { sessions: 1, chunksPerSession: CHUNKS, areStopped: true };
  const [sessionId] = await makeHistory(join(home.path, "switchyard"), options);
  if (sessionId === undefined) throw new Error("No session was made.");
  await using bridge = await startBridge({ main: bridgeMain, home: home.path });
  const whole = await readFrom(bridge, sessionId, 0);
  const backlog = seqBefore(whole.frames, 10_000_000);
  return [
    await compared(`reading ${CHUNKS / 1000} k chunks from the first`, () => readFrom(bridge, sessionId, 0)),
    await compared("coming back with 10 MB behind", () => readFrom(bridge, sessionId, backlog)),
  ];
}

const CHUNKS = 100_000;
const framesOnly = fileURLToPath(new URL("./frames-only.ts", import.meta.url));

interface Read {
  readonly frames: string[];
  readonly took: number;
}

async function compared(what: string, read: () => Promise<Read>): Promise<Row> {
  const bridge: number[] = [];
  const bare: number[] = [];
  let bytes = 0;
  for (let round = 0; round < 5; round += 1) {
    const { frames, took } = await read();
    bytes = frames.reduce((sum, frame) => sum + Buffer.byteLength(frame), 0);
    bridge.push(took);
    bare.push(await readBare(frames));
  }
  const [measured, floor] = [quantile(bridge, 0.5), quantile(bare, 0.5)];
  const rate = (bytes / 1e6 / measured) * 1000;
  return {
    what: `${what} (${(bytes / 1e6).toFixed(0)} MB)`,
    measured: `${ms(measured)}, ${rate.toFixed(0)} MB/s`,
    floor: `${ms(floor)} (bare socket)`,
    ratio: times(measured / floor),
    aim: "≤ 5 ×",
  };
}

async function readFrom(bridge: TestBridge, sessionId: SessionId, afterSeq: number): Promise<Read> {
  const socket = await openRawSocket(bridge);
  const frames: string[] = [];
  const from = performance.now();
  socket.send("subscribeSession", { sessionId, afterSeq });
  await socket.until((text) => {
    if (text.includes('"agent-chunk"')) frames.push(text);
    return text.includes(`"seq":${CHUNKS},`);
  });
  const took = performance.now() - from;
  socket.close();
  return { frames, took };
}

async function readBare(frames: readonly string[]): Promise<number> {
  await using folder = await mkdtempDisposable(join(tmpdir(), "switchyard-bench-"));
  const file = join(folder.path, "frames");
  await writeFile(file, frames.join("\n"));
  const child = spawn(process.execPath, [framesOnly, file], { stdio: ["ignore", "pipe", "inherit"] });
  const [port] = await once(createInterface({ input: child.stdout }), "line");
  const socket = await openRawSocket({ port: Number(port), token: "" });
  let left = frames.length;
  const from = performance.now();
  await socket.until(() => (left -= 1) === 0);
  const took = performance.now() - from;
  socket.close();
  child.kill();
  await once(child, "exit");
  return took;
}

/** The seq behind which about so many bytes come. */
function seqBefore(frames: readonly string[], bytes: number): number {
  let left = bytes;
  const at = frames.findLastIndex((frame) => (left -= Buffer.byteLength(frame)) < 0);
  return Number(/"seq":(\d+),/.exec(frames[Math.max(at, 0)] ?? "")?.[1] ?? 1) - 1;
}
