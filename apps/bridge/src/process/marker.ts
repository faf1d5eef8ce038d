/** The variable that marks everything a process starts; its value is a UUID. */
export const MARKER_VARIABLE = "SWITCHYARD_PROCESS";

/** The value of the marker in an environment as the system shows it: entries that end with NUL. */
export function markerIn(environment: string): string | null {
  const prefix = `${MARKER_VARIABLE}=`;
  const entry = environment.split("\0").find((one) => one.startsWith(prefix));
  return entry?.slice(prefix.length) ?? null;
}
