import { isAbsolute } from "node:path";
import {
  type ConversationFolder,
  type ConversationOutline,
  ShortWord,
  type Step,
  type ToldConversation,
} from "@switchyard/core/backend";
import { StopReason, TurnError } from "@switchyard/core/protocol";
import { z } from "zod";
import { PluginEvent, SummableUsage, ToldPluginEvent } from "./agent-event.ts";

/** A text that a program can be given. */
const Word = z.string().refine((text) => !text.includes("\0"), "must not hold a NUL");
const VariableName = Word.min(1).refine((name) => !name.includes("="), "must not hold an =");

/** What follows from one line; more of it would hold up all that the bridge does. */
const MOST_EVENTS = 10_000;

/** Longer than this no timer waits. */
const LONGEST_WAIT_MS = 2_147_483_647;

export const PluginPlan = z.object({
  args: z.array(Word),
  env: z.record(VariableName, Word).exactOptional(),
});

export const PluginStep: z.ZodType<Step> = z.object({
  events: z.array(PluginEvent).max(MOST_EVENTS),
  writes: z
    .array(z.string().refine((line) => !line.includes("\n"), "must be lines without line breaks"))
    .max(MOST_EVENTS),
  state: z.enum(["ready", "busy", "idle", "background", "unresumable", "closable"]).exactOptional(),
  wakeMs: z.number().nonnegative().max(LONGEST_WAIT_MS).nullable().exactOptional(),
});

export const PluginCommand = z.array(Word.max(512)).max(16);

/** Not as JSON, which has no patterns. */
export const PluginFolder: z.ZodType<ConversationFolder> = z.object({
  root: Word.refine(isAbsolute, "must be an absolute path"),
  levels: z.array(z.instanceof(RegExp)).min(1),
  cwdFile: Word.exactOptional(),
});

export const PluginOutline: z.ZodType<ConversationOutline | null> = z
  .object({
    cliSessionId: ShortWord.min(1),
    cwd: z.string().max(4096).nullable(),
    title: z.string().transform((title) => title.slice(0, 512)),
  })
  .nullable();

export const PluginHistory: z.ZodType<ToldConversation> = z.object({
  model: ShortWord.nullable(),
  turns: z.array(
    z.object({
      by: z.enum(["user", "agent"]),
      startedAt: z.number().int(),
      endedAt: z.number().int(),
      events: z.array(z.object({ at: z.number().int(), event: ToldPluginEvent })),
      stopReason: StopReason,
      error: TurnError.exactOptional(),
      usage: SummableUsage.exactOptional(),
    }),
  ),
});
