import { createRoot, createSignal } from "solid-js";
import { expect, onTestFinished, test, vi } from "vitest";
import { processInfo, told } from "../testing/process-info.ts";
import { WireError } from "../wire/wire-error.ts";
import type { App } from "./app.ts";
import { createProcesses } from "./processes.ts";

/** What is asked of the bridge, answered as the test says, under a clock of the test. */
async function start(answer: (method: string) => unknown = () => told([processInfo()])) {
  vi.useFakeTimers();
  const visibility = vi.spyOn(document, "visibilityState", "get").mockReturnValue("visible");
  onTestFinished(() => {
    vi.useRealTimers();
    visibility.mockRestore();
  });
  const asked: string[] = [];
  const call = async (method: string) => {
    asked.push(method);
    return answer(method);
  };
  const [epoch, setEpoch] = createSignal(1);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that is used of the page's state
  const app = { wire: { call }, connection: { epoch } } as unknown as App;
  const { processes, dispose } = createRoot((dispose) => ({ processes: createProcesses(app), dispose }));
  onTestFinished(dispose);
  await vi.advanceTimersByTimeAsync(0);
  return {
    processes,
    dispose,
    asked,
    reconnect: () => setEpoch((count) => count + 1),
    async look(state: "visible" | "hidden") {
      visibility.mockReturnValue(state);
      document.dispatchEvent(new Event("visibilitychange"));
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

test("the bridge is asked every two seconds while the page is in view, and at once when it comes back", async () => {
  const { asked, look } = await start();
  expect(asked).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(4000);
  expect(asked).toHaveLength(3);
  await look("hidden");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(3);
  await look("visible");
  expect(asked).toHaveLength(4);
});

test("nothing is asked once nobody looks any more", async () => {
  const { asked, dispose } = await start();
  dispose();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toHaveLength(1);
});

test("a new connection is asked at once", async () => {
  const { asked, reconnect } = await start();
  reconnect();
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toHaveLength(2);
});

test("what was told stays when the bridge fails to tell, until it tells again", async () => {
  let fails = false;
  const { processes } = await start(() => {
    if (fails) throw new WireError("TIMEOUT", "No answer.");
    return told([processInfo()]);
  });
  fails = true;
  await processes.refresh();
  expect(processes.error()?.message).toBe("No answer.");
  expect(processes.told?.processes).toHaveLength(1);
  fails = false;
  await vi.advanceTimersByTimeAsync(2000);
  expect(processes.error()).toBeNull();
});

test("a process that has ended in the meantime counts as stopped, any other refusal is told", async () => {
  const { processId } = processInfo();
  let code: "REQUEST_NOT_FOUND" | "CLOSED" = "REQUEST_NOT_FOUND";
  const { processes } = await start((method) => {
    if (method === "stopProcess") throw new WireError(code, "Refused.");
    return told();
  });
  const stopped = processes.stop([processId]);
  expect(processes.isStopping(processId)).toBe(true);
  await stopped;
  expect(processes.isStopping(processId)).toBe(false);
  code = "CLOSED";
  await expect(processes.stop([processId])).rejects.toThrow("Refused.");
});
