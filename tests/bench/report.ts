/** One measured thing beside what it is compared with. */
export interface Row {
  what: string;
  measured: string;
  floor: string;
  ratio: string;
  aim: string;
}

export function printRows(rows: readonly Row[]): void {
  const columns = ["what", "measured", "floor", "ratio", "aim"] as const;
  const table = [Object.fromEntries(columns.map((name) => [name, name])), ...rows] as Record<
    string,
    string
  >[];
  const widths = columns.map((name) => Math.max(...table.map((row) => (row[name] ?? "").length)));
  for (const row of table) {
    process.stdout.write(
      `${columns.map((name, at) => (row[name] ?? "").padEnd(widths[at] ?? 0)).join("  ")}\n`,
    );
  }
}

/** The value below which a share of all values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 0)} ms`;
}

/** What something takes beyond its floor. */
export function more(value: number): string {
  return `${value < 0 ? "−" : "+"}${ms(Math.abs(value))}`;
}

export function times(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 0)} ×`;
}
