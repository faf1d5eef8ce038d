import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startRecorder, type Recorder } from "../transcript/recorder.ts";
import { installFakeCli } from "./install.ts";
import { learnIds } from "./learn-ids.ts";
import { stepsOf, type FakeStep } from "./scenario.ts";

async function run(folder: string, runs: FakeStep[][], args: string[] = []): Promise<Recorder> {
  const command = await installFakeCli(folder, { version: "9.8.7", runs });
  return startRecorder({ command, args, cwd: folder, env: process.env });
}

test("it tells its version, and its steps end with exit code 0", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "fake cli's "));
  await using asked = await run(folder.path, [[]], ["--version"]);
  expect(await asked.exited).toEqual({ code: 0, signal: null });
  expect(asked.entries[0]?.line).toBe("9.8.7");
  await using idle = await run(folder.path, [[]]);
  expect(await idle.exited).toEqual({ code: 0, signal: null });
});

test("it plays a recording to whoever sends the like of what was sent, with the ids of now", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "fake-cli-"));
  const steps = stepsOf([
    { t: 0, dir: "in", line: '{"request_id":"then","request":{"subtype":"x"}}' },
    { t: 0, dir: "err", line: "not played" },
    { t: 0, dir: "out", line: '{"response":{"request_id":"then"}}' },
  ]);
  await using program = await run(folder.path, [[...steps, { do: "exit", code: 4 }]]);
  program.write('{"request_id":"now","request":{"subtype":"x"}}');
  expect(await program.next(() => true)).toEqual({ response: { request_id: "now" } });
  expect(await program.exited).toEqual({ code: 4, signal: null });
});

test("another start may go otherwise", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "fake-cli-"));
  const command = await installFakeCli(folder.path, {
    version: "1",
    runs: [[{ do: "exit", code: 1 }], [{ do: "signalSelf", signal: "SIGKILL" }]],
  });
  const ends = [];
  for (let start = 0; start < 3; start += 1) {
    await using program = startRecorder({ command, args: [], cwd: folder.path, env: process.env });
    // oxlint-disable-next-line no-await-in-loop -- one start after the other is what is tested
    ends.push(await program.exited);
  }
  expect(ends.map(({ code, signal }) => code ?? signal)).toEqual([1, "SIGKILL", "SIGKILL"]);
});

test("ids are learned by their place, texts are not", () => {
  const was = '{"id":1,"uuid":"a","params":{"sessionId":"s","text":"t"},"list":[{"request_id":"r"}]}';
  const is = '{"id":1,"uuid":"b","params":{"sessionId":"z","text":"u"},"list":[{"request_id":"q"}]}';
  expect(learnIds(was, is)).toEqual([
    ["a", "b"],
    ["s", "z"],
    ["r", "q"],
  ]);
  expect(learnIds("no JSON", is)).toEqual([]);
});
