import { expect, test, vi } from "vitest";
import { CALL_TIMEOUT_MS, makeRequests } from "./requests.ts";

test("what the bridge has to fetch is waited for longer than what it knows", () => {
  vi.useFakeTimers();
  const requests = makeRequests();
  requests.connected(() => undefined);
  const ended: string[] = [];
  const settle = (method: string) => ({
    resolve: () => ended.push(method),
    reject: ({ code }: { code: string }) => ended.push(`${method} ${code}`),
  });
  requests.send("installPack", { kind: "personas", spec: "acme" }, settle("installPack"));
  requests.send("getCurrentDir", {}, settle("getCurrentDir"));
  vi.advanceTimersByTime(CALL_TIMEOUT_MS);
  expect(ended).toEqual(["getCurrentDir TIMEOUT"]);
  vi.advanceTimersByTime(20 * CALL_TIMEOUT_MS);
  expect(ended).toEqual(["getCurrentDir TIMEOUT", "installPack TIMEOUT"]);
});
