/** How long things of a tracker take or wait, in milliseconds. */
export interface Timing {
  /** From the last file event of a change until it is read. */
  readonly debounceMs: number;
  /** So long after a call of ours, file events count as made by it. */
  readonly settleMs: number;
  /** After a call of ours, what it has done itself is heard within this time. */
  readonly echoMs: number;
  /** From one reading to the next while nothing is heard. */
  readonly pollMs: number;
  /** The same where a database server keeps the beads, of which no file tells. */
  readonly serverPollMs: number;
  /** Then a call is killed with all that it started. */
  readonly callMs: number;
  /** Then the first reading begins though the folder is not yet watched in whole. */
  readonly armMs: number;
  /** Before a read is tried again that met a lock: one for each try. */
  readonly lockedMs: readonly number[];
  /** The same within a change, which is not given up so soon. */
  readonly lockedInTurnMs: readonly number[];
  /** So long a change that runs may go on when the bridge ends. */
  readonly endingMs: number;
  /** Before a file is looked at again that is empty or gone: one for each try. */
  readonly fileMs: readonly number[];
}

export const TIMING: Timing = {
  debounceMs: 250,
  settleMs: 1000,
  echoMs: 50,
  pollMs: 8000,
  serverPollMs: 2000,
  callMs: 60_000,
  armMs: 1000,
  lockedMs: [200, 600, 1800],
  lockedInTurnMs: [100, 200, 400, 800, 1500, 3000, 5000, 5000, 7000, 7000],
  endingMs: 5000,
  fileMs: [100, 200, 300, 400, 500],
};
