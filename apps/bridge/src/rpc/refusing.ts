import { SwitchyardError } from "@switchyard/core/protocol";

/**
 * What the log's worker answers.
 * @param words what the user is told where it fails
 * @throws {SwitchyardError} STORAGE_FAILED
 */
export async function refusing<T>(asked: Promise<T>, words: (why: string) => string): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw new SwitchyardError(
      "STORAGE_FAILED",
      words(error instanceof Error ? error.message : "unknown fault"),
    );
  }
}
