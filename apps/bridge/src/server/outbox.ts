import { MAX_FRAME_OUT } from "@switchyard/core/protocol";
import type { WebSocket } from "ws";

/** Bytes that wait for one peer above which it gets nothing more, and below which it goes on. */
const HIGH_WATER = 1024 * 1024;
const LOW_WATER = 256 * 1024;
/** Bytes of events without a newer state (stderr lines) kept for a peer that does not read; the newest win. */
const MAX_LINES_KEPT = 64 * 1024;

/** Everything that goes to one socket; what a peer does not read costs a bounded amount of memory. */
export interface Outbox {
  /** True from 1 MiB unread until less than 256 KiB; then `onRoom` is called. */
  readonly clogged: boolean;
  /** Sends one frame now: an answer, or a batch of chunks. */
  send(frame: string): void;
  /**
   * Sends one serialised notification, or keeps it while the peer is clogged. `key` names the state
   * that it tells, of which only the newest is kept; without one it is a line of many.
   */
  notify(notification: string, key?: string): void;
}

export function createOutbox(socket: WebSocket, onRoom: () => void): Outbox {
  let clogged = false;
  const states = new Map<string, string>();
  const lines: string[] = [];
  let linesLength = 0;

  function send(frame: string): void {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(frame, onFlushed);
    clogged ||= socket.bufferedAmount > HIGH_WATER;
  }

  function onFlushed(error?: Error | null): void {
    if (error || !clogged || socket.bufferedAmount >= LOW_WATER) return;
    clogged = false;
    flushKept();
    if (!clogged) onRoom();
  }

  function flushKept(): void {
    const kept = [...states.values(), ...lines.splice(0)];
    states.clear();
    linesLength = 0;
    for (const frame of batchFrames(kept)) send(frame);
  }

  function keepLine(line: string): void {
    lines.push(line);
    linesLength += line.length;
    while (linesLength > MAX_LINES_KEPT) linesLength -= lines.shift()?.length ?? linesLength;
  }

  return {
    get clogged() {
      return clogged;
    },
    send,
    notify: (notification, key) => {
      if (!clogged) return send(`[${notification}]`);
      if (key === undefined) return keepLine(notification);
      states.delete(key);
      states.set(key, notification);
    },
  };
}

/** One notification of the wire, around parameters that are serialised already. */
export function notification(event: string, params: string): string {
  return `{"jsonrpc":"2.0","method":"${event}","params":${params}}`;
}

/** Joins notifications to batches of at most 1 MiB; one that is longer goes alone. */
export function batchFrames(notifications: readonly string[]): string[] {
  const frames: string[] = [];
  let batch: string[] = [];
  let bytes = 2;
  for (const one of notifications) {
    const length = Buffer.byteLength(one) + 1;
    if (batch.length > 0 && bytes + length > MAX_FRAME_OUT) {
      frames.push(`[${batch.join(",")}]`);
      batch = [];
      bytes = 2;
    }
    batch.push(one);
    bytes += length;
  }
  if (batch.length > 0) frames.push(`[${batch.join(",")}]`);
  return frames;
}
