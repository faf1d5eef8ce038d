import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { processesOf } from "../../integration/yard.ts";
import { type Aftermath, aftermathFaults } from "./aftermath.ts";

const sound: Aftermath = {
  survivors: [],
  written: "Switchyard is ready",
  secrets: { "its token": "token-1" },
  peakRssMb: 200,
  idleRssMb: 110,
  isHealthy: true,
};

test("nothing left is no fault", () => {
  expect(aftermathFaults(sound)).toEqual([]);
});

test.each<[string, Partial<Aftermath>, string]>([
  ["a process that lives on", { survivors: [12] }, "processes are left: 12"],
  ["a secret on the terminal", { written: "with token-1 in it" }, "the bridge wrote its token"],
  ["memory without bounds", { peakRssMb: 900 }, "the bridge held 900 MB"],
  ["a bridge that does not answer", { isHealthy: false }, "does not answer"],
])("%s is found", (_, broken, fault) => {
  expect(aftermathFaults({ ...sound, ...broken }).join()).toContain(fault);
});

test("a process with a session's marker is a survivor", async () => {
  const home = "/nowhere/survivor";
  const env = { ...process.env, HOME: home, SWITCHYARD_PROCESS: "marker" };
  const child = spawn("sleep", ["60"], { env, stdio: "ignore" });
  await once(child, "spawn");
  expect(await processesOf(home)).toEqual([child.pid]);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(await processesOf(home)).toEqual([]);
});
