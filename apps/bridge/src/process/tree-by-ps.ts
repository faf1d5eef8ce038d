import { spawnProgram } from "./spawn.ts";
import { oneLineCommand } from "./tree-command.ts";
import type { ProcessFacts, ProcessTable, SeenProcess } from "./tree.ts";

/** Systems with a `ps` as POSIX has it; null where there is none. Markers are not told. */
export async function lookByPs(): Promise<ProcessTable | null> {
  const args = ["-Aww", "-o", "pid=", "-o", "ppid=", "-o", "pgid=", "-o", "rss=", "-o", "args="];
  const spawned = spawnProgram({ program: "/bin/ps", args, cwd: "/", env: {} });
  if ("failure" in spawned) return null;
  spawned.child.stdin.end();
  spawned.child.stderr.resume();
  return tableOf(await spawned.child.stdout.setEncoding("utf8").toArray());
}

/** @param listing text in pieces: lines of pid, parent's pid, group, kilobytes in memory, and command */
export function tableOf(listing: readonly string[]): ProcessTable {
  const processes: SeenProcess[] = [];
  const facts = new Map<number, ProcessFacts>();
  for (const line of listing.join("").split("\n")) {
    const [, pid, parentPid, group, kilobytes, command = ""] = LINE.exec(line) ?? [];
    if (pid === undefined) continue;
    processes.push({ pid: Number(pid), parentPid: Number(parentPid), group: Number(group), marker: null });
    facts.set(Number(pid), { command: oneLineCommand(command), memoryBytes: Number(kilobytes) * 1024 });
  }
  return { processes, describe: (pid) => Promise.resolve(facts.get(pid) ?? null) };
}

const LINE = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/;
