import { close, open, read, readFile } from "node:fs";
import { readdir } from "node:fs/promises";
import { promisify } from "node:util";
import { markerIn } from "./marker.ts";
import { pageSize } from "./page-size.ts";
import { isGone, type ProcessStat, readStat } from "./proc-stat.ts";
import { oneLineCommand } from "./tree-command.ts";
import type { ProcessTable, SeenProcess } from "./tree.ts";

/** Linux: one pass over /proc. What a stuck process can hold back is read off the main thread. */
export async function lookAtProc(): Promise<ProcessTable> {
  const names = await readdir("/proc").catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  const processes: SeenProcess[] = [];
  const stats = new Map<number, ProcessStat>();
  async function lookAtSome(): Promise<void> {
    for (let pid = pids.pop(); pid !== undefined; pid = pids.pop()) {
      const environment = await whole(`/proc/${pid}/environ`, "latin1").catch(() => "");
      const stat = readStat(pid);
      if (stat === null || stat.isKernelThread || isGone(stat)) continue;
      const { parentPid, group } = stat;
      processes.push({ pid, parentPid, group, marker: markerIn(environment) });
      stats.set(pid, stat);
    }
  }
  await Promise.all(Array.from({ length: PARALLEL_READS }, lookAtSome));
  return {
    processes,
    async describe(pid) {
      const stat = stats.get(pid);
      const commandLine = await startOf(`/proc/${pid}/cmdline`);
      if (stat === undefined || commandLine === null) return null;
      const command = oneLineCommand(commandLine.replaceAll("\0", " ")) || `[${stat.name}]`;
      return { command, memoryBytes: stat.pages * pageSize() };
    },
  };
}

const PARALLEL_READS = 4;

// Of several ways to read many small files the one that costs least: no file handles, no buffers to spare.
const whole = promisify(readFile);
const opened = promisify(open);
const closed = promisify(close);
const readInto = promisify(read);

/** The first bytes of a file: arguments may be megabytes long. */
async function startOf(path: string): Promise<string | null> {
  const file = await opened(path, "r").catch(() => null);
  if (file === null) return null;
  try {
    const { buffer, bytesRead } = await readInto(file, Buffer.allocUnsafe(START_BYTES), 0, START_BYTES, null);
    return buffer.toString("utf8", 0, bytesRead);
  } catch {
    return null;
  } finally {
    await closed(file);
  }
}

const START_BYTES = 4096;
