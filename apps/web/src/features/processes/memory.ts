import { processWords as words } from "../../words/process-words.ts";

/** A size in memory as it is read at a glance: 640 kB, 238 MB, 2.1 GB. */
export function memory(bytes: number | null): string {
  if (bytes === null) return words.notTold;
  if (bytes < MEGABYTE) return `${Math.round(bytes / 1024)} kB`;
  const megabytes = Math.round(bytes / MEGABYTE);
  return megabytes < 1000 ? `${megabytes} MB` : `${(bytes / MEGABYTE / 1024).toFixed(1)} GB`;
}

/** What several hold together; null where none is told. */
export function sumOf(sizes: readonly (number | null)[]): number | null {
  const told = sizes.filter((size) => size !== null);
  return told.length === 0 ? null : told.reduce((sum, size) => sum + size, 0);
}

const MEGABYTE = 1024 * 1024;
