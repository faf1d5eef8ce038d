import { isAbsolute } from "node:path";
import type {
  ConversationFolder,
  ConversationOutline,
  Step,
  ToldConversation,
} from "@switchyard/core/backend";
import { Health, StopReason, TurnError, TurnUsage } from "@switchyard/core/protocol";
import { z } from "zod";
import { PluginEvent, SomeCapabilities, ToldPluginEvent } from "./agent-event.ts";

/** A text that a program can be given. */
const Word = z.string().refine((text) => !text.includes("\0"), "must not hold a NUL");
const VariableName = Word.min(1).refine((name) => !name.includes("="), "must not hold an =");

/** Longer than this no timer waits. */
const LONGEST_WAIT_MS = 2_147_483_647;

export const PluginPlan = z.object({
  args: z.array(Word),
  env: z.record(VariableName, Word).exactOptional(),
});

export const PluginStep: z.ZodType<Step> = z.object({
  events: z.array(PluginEvent),
  writes: z.array(z.string().refine((line) => !line.includes("\n"), "must be lines without line breaks")),
  state: z.enum(["ready", "busy", "idle", "background", "unresumable", "closable"]).exactOptional(),
  wakeMs: z.number().nonnegative().max(LONGEST_WAIT_MS).nullable().exactOptional(),
});

export const PluginHealth = Health.extend({ capabilities: SomeCapabilities.exactOptional() });

export const PluginCommand = z.array(Word);

/** Not as JSON, which has no patterns. */
export const PluginFolder: z.ZodType<ConversationFolder> = z.object({
  root: Word.refine(isAbsolute, "must be an absolute path"),
  levels: z.array(z.instanceof(RegExp)).min(1),
  cwdFile: Word.exactOptional(),
});

export const PluginOutline: z.ZodType<ConversationOutline | null> = z
  .object({ cliSessionId: z.string().min(1), cwd: z.string().nullable(), title: z.string() })
  .nullable();

export const PluginHistory: z.ZodType<ToldConversation> = z.object({
  model: z.string().nullable(),
  turns: z.array(
    z.object({
      by: z.enum(["user", "agent"]),
      startedAt: z.number().int(),
      endedAt: z.number().int(),
      events: z.array(z.object({ at: z.number().int(), event: ToldPluginEvent })),
      stopReason: StopReason,
      error: TurnError.exactOptional(),
      usage: TurnUsage.exactOptional(),
    }),
  ),
});
