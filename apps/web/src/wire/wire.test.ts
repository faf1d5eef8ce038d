import { MessageId, RequestId } from "@switchyard/core/protocol";
import { expect, onTestFinished, test, vi } from "vitest";
import {
  BRIDGE_URL,
  chunk,
  fakeBridge,
  type Handlers,
  log,
  otherLog,
  session,
} from "../testing/fake-bridge.ts";
import type { LinkStatus } from "./link.ts";
import { makeWire, type Wire, type WireOptions } from "./wire.ts";

const messageId = MessageId.parse("message-1");
const requestId = RequestId.parse("3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0c01");

function start(handlers: Handlers = {}, options: Partial<WireOptions> = {}) {
  const bridge = fakeBridge(handlers);
  const wire = makeWire({
    url: BRIDGE_URL,
    token: "T",
    version: "0.1.0",
    random: () => 0,
    isBridgeThere: () => Promise.resolve(false),
    ...options,
  });
  onTestFinished(() => {
    wire.close();
    bridge[Symbol.dispose]();
  });
  return { bridge, wire };
}

function becomes<S extends LinkStatus["state"]>(wire: Wire, state: S): Promise<LinkStatus> {
  if (wire.status().state === state) return Promise.resolve(wire.status());
  return new Promise((resolve) => {
    const stop = wire.onStatus((status) => {
      if (status.state !== state) return;
      stop();
      resolve(status);
    });
  });
}

/** Reads a session's chunks; `until` resolves with the seqs when one of them has come. */
function read(wire: Wire, afterSeq: number) {
  const seqs: number[] = [];
  const told: string[] = [];
  const waiting = new Map<number, () => void>();
  wire.subscribe(
    session,
    { afterSeq, logId: log },
    {
      chunk(received) {
        seqs.push(received.seq);
        waiting.get(received.seq)?.();
      },
      reset: () => told.push("reset"),
      subscribed: () => told.push("subscribed"),
      caughtUp: (missed) => told.push(`caught up ${missed}`),
    },
  );
  return {
    seqs,
    told,
    until: (seq: number) =>
      seqs.includes(seq) ? Promise.resolve() : new Promise<void>((resolve) => waiting.set(seq, resolve)),
  };
}

test("a page asks for the protocol with its token and says hello before anything else", async () => {
  const { bridge, wire } = start({ listPersonas: () => ({ personas: [], problems: [] }) });
  await expect(wire.call("listPersonas", {})).resolves.toEqual({ personas: [], problems: [] });
  expect(bridge.protocols).toEqual([["switchyard.v1", "token.T"]]);
  expect(bridge.calls.map((call) => call.method)).toEqual(["hello", "listPersonas"]);
  expect(bridge.calls[0]?.params).toEqual({
    client: { name: "switchyard-web", version: "0.1.0" },
    protocol: 1,
  });
});

test("a refusal of the bridge keeps its code and data", async () => {
  const { wire } = start({
    trustFolder: () => ({
      refuse: { code: "FOLDER_NOT_TRUSTED", message: "It changed", data: { hash: "h2" } },
    }),
  });
  await becomes(wire, "live");
  await expect(wire.call("trustFolder", { cwd: "/a", hash: "h1" })).rejects.toMatchObject({
    code: "FOLDER_NOT_TRUSTED",
    message: "It changed",
    data: { hash: "h2" },
  });
});

test("no answer in time and a lost connection are different errors", async () => {
  const { bridge, wire } = start({ setModel: () => "silence" }, { timeoutMs: 30 });
  await becomes(wire, "live");
  await expect(wire.call("setModel", { sessionId: session, model: "m" })).rejects.toMatchObject({
    code: "TIMEOUT",
  });
  const call = bridge.next("setModel");
  const lost = wire.call("setModel", { sessionId: session, model: "m" });
  await call;
  bridge.drop();
  await expect(lost).rejects.toMatchObject({ code: "CLOSED" });
});

test("closing the wire settles every call, held ones too", async () => {
  const { bridge, wire } = start({ listSessions: () => "silence" });
  await becomes(wire, "live");
  const asked = wire.call("listSessions", {});
  bridge.drop();
  const held = wire.call("listPersonas", {});
  wire.close();
  await expect(asked).rejects.toMatchObject({ code: "CLOSED" });
  await expect(held).rejects.toMatchObject({ code: "CLOSED" });
});

test("a reader goes on from its cursor after a lost connection, with nothing lost or doubled", async () => {
  const { bridge, wire } = start({
    subscribeSession: (params) => ({ lastSeq: Number(params["afterSeq"]), logId: log }),
  });
  const reader = read(wire, 2);
  await bridge.next("subscribeSession");
  await becomes(wire, "live");
  bridge.emitBatch([
    { method: "agent-chunk", params: chunk(3) },
    { method: "agent-chunk", params: chunk(4) },
  ]);
  await reader.until(4);
  bridge.handlers.subscribeSession = () => ({ lastSeq: 6, logId: log });
  const again = bridge.next("subscribeSession");
  bridge.drop();
  expect((await again).params).toEqual({ sessionId: session, afterSeq: 4, logId: log });
  for (const seq of [4, 5, 6]) bridge.emit("agent-chunk", chunk(seq));
  await reader.until(6);
  expect(reader.seqs).toEqual([3, 4, 5, 6]);
  expect(reader.told).toEqual(["subscribed", "subscribed", "caught up 2"]);
});

test("a gap makes the reader ask again from where it stands", async () => {
  const { bridge, wire } = start({ subscribeSession: () => ({ lastSeq: 0, logId: log }) });
  const reader = read(wire, 0);
  await bridge.next("subscribeSession");
  await vi.waitFor(() => expect(reader.told).toEqual(["subscribed"]));
  bridge.emit("agent-chunk", chunk(1));
  const again = bridge.next("subscribeSession");
  bridge.emit("agent-chunk", chunk(3));
  expect((await again).params["afterSeq"]).toBe(1);
  bridge.emit("agent-chunk", chunk(2));
  bridge.emit("agent-chunk", chunk(3));
  await reader.until(3);
  expect(reader.seqs).toEqual([1, 2, 3]);
});

test("another log resets the reader, and its chunks come from 1", async () => {
  const { bridge, wire } = start({ subscribeSession: () => ({ lastSeq: 1, logId: otherLog, reset: true }) });
  const reader = read(wire, 40);
  await vi.waitFor(() => expect(reader.told).toEqual(["reset", "subscribed"]));
  bridge.emit("agent-chunk", chunk(1));
  await reader.until(1);
  expect(reader.seqs).toEqual([1]);
});

test("events and chunk types that this page does not know are passed over, and the chunk is counted", async () => {
  const { bridge, wire } = start({ subscribeSession: () => ({ lastSeq: 0, logId: log }) });
  const reader = read(wire, 0);
  await vi.waitFor(() => expect(reader.told).toEqual(["subscribed"]));
  bridge.emit("moon-phase-changed", { phase: "full" });
  bridge.emit("agent-chunk", { ...chunk(1), type: "hologram" });
  bridge.emit("agent-chunk", chunk(2));
  await reader.until(2);
  expect(reader.seqs).toEqual([2]);
  expect(bridge.of("subscribeSession")).toHaveLength(1);
});

test("a message that was under way is sent again with the same id", async () => {
  const { bridge, wire } = start({ sendAgentMessage: () => "silence" });
  await becomes(wire, "live");
  const first = bridge.next("sendAgentMessage");
  const sent = wire.call("sendAgentMessage", { sessionId: session, messageId, message: "Go on" });
  await first;
  bridge.handlers.sendAgentMessage = () => ({ messageId, turn: 2 });
  bridge.drop();
  await expect(sent).resolves.toEqual({ messageId, turn: 2 });
  expect(bridge.of("sendAgentMessage").map((params) => params["messageId"])).toEqual([messageId, messageId]);
});

test("an answer given while the connection is away is held and sent once", async () => {
  const { bridge, wire } = start({ approveSuggestion: () => ({}) });
  await becomes(wire, "live");
  bridge.drop();
  await becomes(wire, "reconnecting");
  await wire.call("approveSuggestion", { sessionId: session, requestId, decision: "allow_once" });
  expect(bridge.of("approveSuggestion")).toHaveLength(1);
});

test("an answer that was under way when the connection went is not given twice", async () => {
  const { bridge, wire } = start({ approveSuggestion: () => "silence" });
  await becomes(wire, "live");
  const given = bridge.next("approveSuggestion");
  const answer = wire.call("approveSuggestion", { sessionId: session, requestId, decision: "allow_once" });
  await given;
  bridge.drop();
  await expect(answer).rejects.toMatchObject({ code: "CLOSED" });
  await becomes(wire, "live");
  await wire.call("listSessions", {});
  expect(bridge.of("approveSuggestion")).toHaveLength(1);
});

test("a replaced token ends the page's tries and every call", async () => {
  const { bridge, wire } = start();
  await becomes(wire, "live");
  const refused = becomes(wire, "refused");
  bridge.drop(4001);
  expect(await refused).toEqual({ state: "refused", because: "rotated" });
  await expect(wire.call("listSessions", {})).rejects.toMatchObject({ code: "CLOSED" });
  expect(bridge.protocols).toHaveLength(1);
});

test("a bridge of another protocol is refused, not tried again", async () => {
  const { wire } = start({
    hello: () => ({ refuse: { code: "PROTOCOL_UNSUPPORTED", data: { supported: [2] } } }),
  });
  expect(await becomes(wire, "refused")).toEqual({ state: "refused", because: "protocol" });
});

test("a socket refused twice by a bridge that answers means that the token is wrong", async () => {
  vi.stubGlobal("WebSocket", RefusedSocket);
  const isBridgeThere = () => Promise.resolve(true);
  const wire = makeWire({ url: BRIDGE_URL, token: "T", version: "0.1.0", random: () => 0, isBridgeThere });
  onTestFinished(() => {
    wire.close();
    vi.unstubAllGlobals();
  });
  expect(await becomes(wire, "refused")).toEqual({ state: "refused", because: "token" });
});

test("a message longer than a frame may be is refused here and the connection stays", async () => {
  const { bridge, wire } = start();
  await becomes(wire, "live");
  const message = "x".repeat(9 * 1024 * 1024);
  await expect(wire.call("sendAgentMessage", { sessionId: session, message })).rejects.toMatchObject({
    code: "TOO_LARGE",
  });
  expect(wire.status().state).toBe("live");
  expect(bridge.of("sendAgentMessage")).toEqual([]);
});

/** What a page sees of a 401: a socket that closes without having been open. */
class RefusedSocket extends EventTarget {
  constructor() {
    super();
    queueMicrotask(() => this.dispatchEvent(Object.assign(new Event("close"), { code: 1006 })));
  }
  close(): void {}
}
