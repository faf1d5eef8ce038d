import type { RecordingEntry } from "@switchyard/core/backend";
import { z } from "zod";

/** What the fake CLI does next; it reads its input only where it waits for a line of it. */
export const FakeStep = z.discriminatedUnion("do", [
  /** Writes a text to stdout, as it is. */
  z.object({ do: z.literal("write"), text: z.string() }),
  /** Writes bytes to stdout, given in base64. */
  z.object({ do: z.literal("bytes"), base64: z.string() }),
  /** Writes a line to stdout, with the ids that were learned; it ends with "\\n", or otherwise. */
  z.object({ do: z.literal("line"), line: z.string(), end: z.string().optional() }),
  /** Writes one line of so many bytes to stdout. */
  z.object({ do: z.literal("bigLine"), bytes: z.number() }),
  z.object({ do: z.literal("stderr"), text: z.string() }),
  z.object({ do: z.literal("floodStderr"), bytes: z.number() }),
  /** Waits for a line of its input that holds a text. */
  z.object({ do: z.literal("await"), holding: z.string() }),
  /** Waits for the next line of its input, and learns its ids by those of a recorded one. */
  z.object({ do: z.literal("hear"), recorded: z.string() }),
  z.object({ do: z.literal("exit"), code: z.number() }),
  z.object({ do: z.literal("signalSelf"), signal: z.enum(["SIGSEGV", "SIGKILL", "SIGTERM"]) }),
  /** Starts a process that sleeps, holding stdout or not, in the group or in a session of its own. */
  z.object({ do: z.literal("fork"), inOwnSession: z.boolean(), holdsStdout: z.boolean() }),
  z.object({ do: z.literal("ignoreTerm") }),
  z.object({ do: z.literal("closeStdin") }),
  z.object({ do: z.literal("closeStdout") }),
  z.object({ do: z.literal("hang") }),
]);
export type FakeStep = z.infer<typeof FakeStep>;

/** What the fake CLI is; at the end of its steps it exits with 0. */
export const Scenario = z.object({
  /** What it prints when it is asked for its version. */
  version: z.string(),
  /** The steps of its first start, of its second and so on; the last ones are repeated. */
  runs: z.array(z.array(FakeStep)).min(1),
});
export type Scenario = z.infer<typeof Scenario>;

/** The program's side of a recording: what was sent is waited for, what it wrote is written. */
export function stepsOf(entries: readonly RecordingEntry[]): FakeStep[] {
  return entries.flatMap((entry): FakeStep[] => {
    if (entry.dir === "in") return [{ do: "hear", recorded: entry.line }];
    return entry.dir === "out" ? [{ do: "line", line: entry.line }] : [];
  });
}
