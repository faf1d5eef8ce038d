import { readFileSync } from "node:fs";

export interface ProcessStat {
  readonly pid: number;
  /** The name of its program, cut by the system. */
  readonly name: string;
  /** One letter: R, S, D, Z … */
  readonly state: string;
  readonly parentPid: number;
  readonly group: number;
  readonly isKernelThread: boolean;
  readonly startTime: number;
  /** How much of it is in memory, in the machine's pages. */
  readonly pages: number;
}

/** A process that has ended and only waits for its parent to notice. */
export function isGone(stat: ProcessStat): boolean {
  return stat.state === "Z" || stat.state === "X";
}

/** Reads /proc/<pid>/stat; null: there is no such process, or no /proc. */
export function readStat(pid: number): ProcessStat | null {
  const text = readProc(`/proc/${pid}/stat`);
  return text === null ? null : parseStat(text);
}

/** @see proc(5); the second field is a file name and may hold blanks and parentheses */
export function parseStat(text: string): ProcessStat | null {
  const nameEnd = text.lastIndexOf(")");
  const fields = text.slice(nameEnd + 2).split(" ");
  const [state, parentPid, group] = fields;
  const flags = fields[9 - FIRST_FIELD];
  const startTime = fields[22 - FIRST_FIELD];
  const pages = fields[24 - FIRST_FIELD];
  if (nameEnd < 0 || !state || !parentPid || !group || !flags || !startTime || !pages) return null;
  return {
    pid: Number.parseInt(text, 10),
    name: text.slice(text.indexOf("(") + 1, nameEnd),
    state,
    parentPid: Number(parentPid),
    group: Number(group),
    isKernelThread: (Number(flags) & PF_KTHREAD) !== 0,
    startTime: Number(startTime),
    pages: Number(pages),
  };
}

/** What comes after the name is the third field. */
const FIRST_FIELD = 3;
/** See flags in proc(5) and the kernel's sched.h. */
const PF_KTHREAD = 0x0020_0000;

/** Null: it is not there or may not be read. */
export function readProc(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
