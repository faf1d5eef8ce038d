import { execFileSync } from "node:child_process";
import { appendFile, chmod, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { FakeBdCall } from "@switchyard/testkit/fake-bd";
import { type Given, makePlace, run } from "./tracker-bench.ts";

/** A `bd` of this machine's that is the beads tracker, or why there is none, in words for a test's title. */
export function findRealBd(): { path: string[]; why: string[] } {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const path = join(folder, "bd");
    const version = versionOf(path);
    if (version === "not there") continue;
    if (version === "tracker") return { path: [path], why: [] };
    return { path: [], why: ["the bd on the PATH is not the beads tracker"] };
  }
  return { path: [], why: ["there is no bd on the PATH"] };
}

function versionOf(path: string): "tracker" | "other" | "not there" {
  try {
    const answer: unknown = JSON.parse(execFileSync(path, ["version", "--json"], { encoding: "utf8" }));
    return JSON.stringify(answer).includes('"version"') ? "tracker" : "other";
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ENOENT" ? "not there" : "other";
  }
}

/**
 * A new workspace of the real bd, behind a script that writes down each call of the bridge's as it begins and ends.
 * What `bd init` does beside is turned off.
 */
export async function realWorkspace(bd: string): Promise<Given> {
  const place = await makePlace();
  const { root, bin } = place;
  const log = join(bin, "calls.log");
  await appendFile(log, "");
  await writeFile(join(bin, "bd"), wrapper(bd, log));
  await chmod(join(bin, "bd"), 0o755);
  const env = { PATH: process.env["PATH"] ?? "", HOME: root, USER: "dana", CI: "true" };
  const call = (...args: string[]): Promise<string> => run(bd, args, { cwd: root, env });
  await call("init", "-p", "shop", "-q", "--skip-hooks", "--skip-agents", "--stealth");
  const ids: string[] = [];
  for (const title of ["Sell things", "The basket", "The door"]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const made: unknown = JSON.parse(await call("create", title, "-t", "task", "-p", "1", "--json"));
    ids.push(/"id":"([^"]+)"/.exec(JSON.stringify(made))?.[1] ?? "");
  }
  await call("dep", "add", ids[1] ?? "", ids[0] ?? "");
  await call("comments", "add", ids[2] ?? "", "It sticks.");
  return { ...place, journal: () => readCalls(log), overlaps: () => overlapsIn(log) };
}

function wrapper(bd: string, log: string): string {
  return [
    "#!/bin/sh",
    'verb=""; for word in "$@"; do case "$word" in -*) ;; *) verb="$word"; break;; esac; done',
    // Which version it is, it tells without opening anything.
    `say() { [ "$FAKE_BD_CALLER" = bridge ] && [ "$verb" != version ] && echo "$1 $verb" >> '${log}'; }`,
    `say begin; '${bd}' "$@"; code=$?; say end; exit $code`,
    "",
  ].join("\n");
}

async function readCalls(log: string): Promise<FakeBdCall[]> {
  const lines = (await readFile(log, "utf8")).split("\n").filter((line) => line.startsWith("begin "));
  return lines.map((line, index) => ({
    ...{ args: [], caller: "bridge", actor: "", version: "", cwd: "", pid: index, startedAt: index },
    command: line.slice("begin ".length),
  }));
}

async function overlapsIn(log: string): Promise<number> {
  let running = 0;
  let overlaps = 0;
  for (const line of (await readFile(log, "utf8")).split("\n")) {
    if (line.startsWith("begin ") && (running += 1) > 1) overlaps += 1;
    if (line.startsWith("end ")) running -= 1;
  }
  return overlaps;
}
