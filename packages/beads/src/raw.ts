/** An object as it came, of which nothing is known. */
export type RawRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is RawRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The tracker leaves out what is empty; other writers of its format write null. */
export function withoutNulls(record: RawRecord): RawRecord {
  return Object.fromEntries(
    Object.entries(record).filter(
      ([key, value]) => value !== null && value !== undefined && key !== "__proto__",
    ),
  );
}
