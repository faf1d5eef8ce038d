import type { FileDiff } from "@switchyard/core/protocol";
import { type Accessor, createEffect, createMemo, createSignal, onCleanup } from "solid-js";
import { type ChangeOptions, changeOf, type FileChange } from "./file-change.ts";

export interface ChangeRequest {
  readonly id: number;
  readonly diffs: readonly FileDiff[];
  readonly options: ChangeOptions;
}

export interface ChangeReply {
  readonly id: number;
  readonly change: FileChange;
}

/** The change that diffs of one file make up; null while a worker compares long ones. */
export function createChange(
  diffs: () => readonly FileDiff[],
  options: () => ChangeOptions = () => ({}),
): Accessor<FileChange | null> {
  const [late, setLate] = createSignal<FileChange | null>(null);
  const soon = createMemo(() => (isShort(diffs()) ? changeOf(diffs(), options()) : null));
  createEffect(() => {
    if (soon() !== null) return;
    let current = true;
    onCleanup(() => (current = false));
    void compare(diffs(), options()).then((change) => current && setLate(change));
  });
  return () => soon() ?? late();
}

/** In characters of both sides: what is compared in a few milliseconds. */
const SHORT = 60_000;

function isShort(diffs: readonly FileDiff[]): boolean {
  if (typeof Worker === "undefined") return true;
  return diffs.reduce((sum, diff) => sum + (diff.oldText?.length ?? 0) + diff.newText.length, 0) <= SHORT;
}

const waiting = new Map<number, (change: FileChange) => void>();
const asked = new Map<number, ChangeRequest>();
let worker: Worker | undefined;
let lastId = 0;

function compare(diffs: readonly FileDiff[], options: ChangeOptions): Promise<FileChange> {
  worker ??= startWorker();
  const id = (lastId += 1);
  // What a store hands out is no plain value, and does not travel.
  const request = { id, diffs: diffs.map((diff) => ({ ...diff })), options: { ...options } };
  asked.set(id, request);
  worker.postMessage(request satisfies ChangeRequest);
  return new Promise((resolve) => waiting.set(id, resolve));
}

function startWorker(): Worker {
  const started = new Worker(new URL("./diff.worker.ts", import.meta.url), { type: "module" });
  started.addEventListener("message", (event: MessageEvent<ChangeReply>) =>
    settle(event.data.id, event.data.change),
  );
  // A worker that can't start leaves the work to the page.
  started.addEventListener("error", () => {
    for (const { id, diffs, options } of asked.values()) settle(id, changeOf(diffs, options));
  });
  return started;
}

function settle(id: number, change: FileChange): void {
  waiting.get(id)?.(change);
  waiting.delete(id);
  asked.delete(id);
}
