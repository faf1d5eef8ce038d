/** What is left of a run beside its histories. */
export interface Aftermath {
  /** Processes that carry a session's marker when all sessions are stopped. */
  readonly survivors: readonly number[];
  /** All that the bridges wrote to their terminals. */
  readonly written: string;
  /** What must not stand in it, by name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** The most memory that any of the bridges ever held, and what one holds that does nothing. */
  readonly peakRssMb: number;
  readonly idleRssMb: number;
  /** Whether it still answered. */
  readonly isHealthy: boolean;
}

/** No process is left, no secret was told, memory stayed bounded, and the bridge still answers. */
export function aftermathFaults(aftermath: Aftermath): string[] {
  const { survivors, written, secrets, peakRssMb, idleRssMb, isHealthy } = aftermath;
  const told = Object.keys(secrets).filter((name) => written.includes(secrets[name] ?? "\0"));
  return [
    ...(survivors.length === 0 ? [] : [`processes are left: ${survivors.join(", ")}`]),
    ...told.map((name) => `the bridge wrote ${name} to its terminal`),
    ...(peakRssMb <= idleRssMb + ROOM_MB
      ? []
      : [`the bridge held ${peakRssMb.toFixed(0)} MB, idle it holds ${idleRssMb.toFixed(0)} MB`]),
    ...(isHealthy ? [] : ["the bridge does not answer"]),
  ];
}

/**
 * What many sessions and clients may cost beside an idle bridge: most of it is what V8 has not collected yet, in
 * two threads. What waits in memory for nine clients that read nothing of 100 MB is far more.
 */
const ROOM_MB = 512;
