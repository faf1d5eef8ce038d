import type { Backend } from "@switchyard/core/backend";
import type { TrustQuestion } from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Folders } from "../changes/folders.ts";
import { sessionRecord } from "../log/test-log.ts";
import { makeFirstPrompt } from "./first-prompt.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const found = { storeId: uuid(), root: "/", tree: "1", hasUntracked: true, leftOut: 0 };

function stage(question: TrustQuestion | null = null) {
  const record = sessionRecord({ turn: 1 });
  const keeping = Promise.withResolvers<Awaited<ReturnType<Folders["keep"]>>>();
  const keep = vi.fn<Folders["keep"]>(() => keeping.promise);
  const backend = {} as Backend;
  const untrusted = () => Promise.resolve(question);
  const first = makeFirstPrompt({ folders: { keep }, untrusted, backend }, record, () => undefined);
  return { record, first, keep, keeping };
}

test("a prompt waits for the state of its folder while its program starts, and a little longer", async () => {
  const { record, first, keeping } = stage();
  expect(first.mayGo(() => false)).toBeNull();
  first.begins();
  let isStarting = true;
  const went = vi.fn<() => void>();
  void first.mayGo(() => isStarting)?.then(went);
  await vi.advanceTimersByTimeAsync(2_000);
  isStarting = false;
  await vi.advanceTimersByTimeAsync(250);
  expect(went).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(50);
  expect(went).toHaveBeenCalledOnce();
  expect(first.mayGo(() => false)).toBeNull();
  keeping.resolve(found);
  await vi.advanceTimersByTimeAsync(0);
  expect(record.folderStart).toMatchObject({ turn: 1, kept: { ...found, isLate: true }, fault: null });
});

test("what is kept in time is not late, and is kept once", async () => {
  const { record, first, keep, keeping } = stage();
  first.begins();
  const going = first.mayGo(() => false);
  keeping.resolve(found);
  await going;
  expect(record.folderStart?.kept?.isLate).toBe(false);
  first.begins();
  expect(first.mayGo(() => false)).toBeNull();
  expect(keep).toHaveBeenCalledOnce();
});

test("in a folder that is not trusted nothing is asked of git", async () => {
  const { record, first, keep } = stage({ cwd: "/", hash: "", brings: [] });
  first.begins();
  await first.mayGo(() => false);
  expect(keep).not.toHaveBeenCalled();
  expect(record.folderStart).toBeNull();
});
