import { MARKER_VARIABLE } from "./marker.ts";
import { spawnProgram } from "./spawn.ts";

/** The pids whose environment `ps` shows with one of these markers; none where there is no such `ps`. */
export async function markedByPs(markers: readonly string[]): Promise<number[]> {
  if (process.platform !== "darwin") return [];
  const spawned = spawnProgram({
    program: "/bin/ps",
    args: ["-AEww", "-o", "pid=,command="],
    cwd: "/",
    env: {},
  });
  if ("failure" in spawned) return [];
  spawned.child.stdin.end();
  spawned.child.stderr.resume();
  return pidsOf(await spawned.child.stdout.setEncoding("utf8").toArray(), markers);
}

/** @param listing text in pieces: lines of a pid, a blank and a command with its environment */
export function pidsOf(listing: readonly string[], markers: readonly string[]): number[] {
  const marks = markers.map((marker) => `${MARKER_VARIABLE}=${marker}`);
  return listing
    .join("")
    .split("\n")
    .filter((line) => marks.some((mark) => line.includes(mark)))
    .map((line) => Number.parseInt(line, 10))
    .filter((pid) => Number.isInteger(pid) && pid !== process.pid);
}
