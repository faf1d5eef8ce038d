import { SwitchyardError } from "@switchyard/core/protocol";
import { expect, test, vi } from "vitest";
import { makeOnce } from "./once.ts";

test("what is asked for under one key is done once, also while it runs", async () => {
  const once = makeOnce<string>();
  const { promise, resolve } = Promise.withResolvers<string>();
  const work = vi.fn<() => Promise<string>>(() => promise);
  const both = [once("k", work), once("k", work)];
  resolve("done");
  expect(await Promise.all([...both, once("k", work)])).toEqual(["done", "done", "done"]);
  expect(work).toHaveBeenCalledTimes(1);
  await Promise.all([once("other", work), once(null, work), once(null, work)]);
  expect(work).toHaveBeenCalledTimes(4);
});

test("what was surely not done may be asked for again, what may have been done not", async () => {
  const once = makeOnce<string>();
  for (const [data, times] of [
    [{}, 2],
    [{ mayBeDone: true }, 1],
    [{ isMade: true, beadId: "a" }, 1],
  ] as const) {
    const work = vi.fn<() => Promise<string>>(() =>
      Promise.reject(new SwitchyardError("BD_FAILED", "no", data)),
    );
    const key = JSON.stringify(data);
    await expect(once(key, work)).rejects.toThrow("no");
    await expect(once(key, work)).rejects.toThrow("no");
    expect(work).toHaveBeenCalledTimes(times);
  }
});

test("of more than a thousand the oldest is forgotten", async () => {
  const once = makeOnce<number>();
  const work = vi.fn<() => Promise<number>>(() => Promise.resolve(1));
  for (let key = 0; key <= 1000; key += 1) void once(String(key), work);
  await once("1000", work);
  expect(work).toHaveBeenCalledTimes(1001);
  await once("0", work);
  expect(work).toHaveBeenCalledTimes(1002);
});
