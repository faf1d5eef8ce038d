import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readTranscript, transcriptExit, writeTranscript } from "./format.ts";
import { startRecorder } from "./recorder.ts";
import type { Recorder } from "./recorder.ts";

test("A process is recorded in both directions until its exit.", async () => {
  await using run = startNode(`
    process.stdin.on("data", (data) => process.stdout.write(JSON.stringify({ heard: String(data).trim() }) + "\\n"));
    process.stdin.on("end", () => { process.stderr.write("bye\\n"); process.exitCode = 3; });
  `);
  run.write({ hello: 1 });
  expect(await run.next(({ heard }) => typeof heard === "string")).toEqual({ heard: '{"hello":1}' });
  run.closeStdin();
  expect(await run.exited).toEqual({ code: 3, signal: null });
  expect(run.entries.map(({ dir, line }) => [dir, line])).toEqual([
    ["in", '{"hello":1}'],
    ["out", JSON.stringify({ heard: '{"hello":1}' })],
    ["err", "bye"],
    ["exit", '{"code":3,"signal":null}'],
  ]);
});

test("Waiting for a line fails when the process ends first.", async () => {
  await using run = startNode("");
  await expect(run.next(() => true)).rejects.toThrow("The CLI ended before the line");
});

test("Each line is handed out once, in order.", async () => {
  await using run = startNode(`for (const n of [1, 2, 3]) console.log(JSON.stringify({ n }));`);
  expect(await run.next(() => true)).toEqual({ n: 1 });
  expect(await run.next(({ n }) => n === 3)).toEqual({ n: 3 });
  await expect(run.next(({ n }) => n === 2)).rejects.toThrow("The CLI ended");
});

test("A recording that was written reads the same.", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "transcript-"));
  const path = join(folder.path, "one.jsonl");
  const entries = [
    { t: 0, dir: "in" as const, line: "{}" },
    { t: 5, dir: "exit" as const, line: '{"code":null,"signal":"SIGKILL"}' },
  ];
  await writeTranscript(path, entries);
  expect(await readTranscript(path)).toEqual(entries);
  expect(transcriptExit(entries)).toEqual({ reason: "exit", code: null, signal: "SIGKILL" });
});

test("A line that is not an entry is named by its number.", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "transcript-"));
  const path = join(folder.path, "bad.jsonl");
  await writeFile(path, '{"t":0,"dir":"in","line":""}\n{"t":1,"dir":"sideways","line":""}\n');
  await expect(readTranscript(path)).rejects.toThrow("bad.jsonl:2");
});

function startNode(source: string): Recorder {
  return startRecorder({
    command: process.execPath,
    args: ["--eval", source],
    cwd: tmpdir(),
    env: process.env,
  });
}
