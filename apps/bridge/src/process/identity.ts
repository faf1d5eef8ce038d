import { isGone, readProc, readStat } from "./proc-stat.ts";

/** What tells a process from a later one with the same pid; nulls where the system does not tell. */
export interface ProcessIdentity {
  readonly pid: number;
  /** In clock ticks since the boot. */
  readonly startTime: number | null;
  readonly bootId: string | null;
}

/** The id of this boot of the machine; null elsewhere than on Linux. */
export function bootId(): string | null {
  return readProc("/proc/sys/kernel/random/boot_id")?.trim() ?? null;
}

/** Who has this pid now; a process that has ended but was not waited for yet counts as long as it is there. */
export function readIdentity(pid: number): ProcessIdentity {
  return { pid, startTime: readStat(pid)?.startTime ?? null, bootId: bootId() };
}

/** Whether exactly this process still runs; false where that cannot be known. */
export function isSameProcess(identity: ProcessIdentity): boolean {
  if (identity.startTime === null || identity.bootId === null || identity.bootId !== bootId()) return false;
  const stat = readStat(identity.pid);
  return stat !== null && stat.startTime === identity.startTime && !isGone(stat);
}
