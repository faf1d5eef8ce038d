import { BeadOrigin } from "@switchyard/core/protocol";
import { createStore } from "solid-js/store";
import { z } from "zod";
import { recall, remember } from "../../state/local.ts";
import type { NewBeadFor } from "../shell/shell-context.ts";

/** A bead as it is written. */
const Draft = z.object({
  /** A project's id; null: the open one. */
  project: z.string().nullable(),
  title: z.string(),
  type: z.string(),
  /** 0 to 4. */
  priority: z.string(),
  parent: z.string().nullable(),
  /** With commas between them. */
  labels: z.string(),
  description: z.string(),
  origin: BeadOrigin.nullable(),
});
export type Draft = z.infer<typeof Draft>;

/** What is open, or was open last; what was typed outlives the dialog, and the page. */
export const [drafts, setDrafts] = createStore<{ key: string; draft: Draft }>({
  key: "",
  draft: empty({}),
});

/** Opens the draft of what it is for: what was typed for that before, else what is given. */
export function openDraft(on: NewBeadFor): void {
  const key = keyOf(on);
  setDrafts({ key, draft: kept()[key] ?? empty(on) });
}

export function writeDraft(change: Partial<Draft>): void {
  setDrafts("draft", change);
  const isBlank = `${drafts.draft.title}${drafts.draft.description}`.trim() === "";
  keep(drafts.key, isBlank ? null : drafts.draft);
}

/** It has been made: of the next one, what is likely to be alike stays. */
export function forgetDraft(key: string, keepsAlike: boolean): void {
  keep(key, null);
  if (drafts.key !== key) return;
  const alike = { title: "", description: "", origin: null };
  setDrafts(keepsAlike ? { key: "", draft: { ...drafts.draft, ...alike } } : { key: "", draft: empty({}) });
}

function keyOf({ origin, parent, projectId }: NewBeadFor): string {
  if (origin !== undefined) return `${origin.sessionId} ${origin.seq ?? ""}`;
  return parent === undefined ? "" : `${projectId ?? ""} ${parent}`;
}

function empty(on: NewBeadFor): Draft {
  return {
    project: on.projectId ?? null,
    title: on.title ?? "",
    type: "task",
    priority: "2",
    parent: on.parent ?? null,
    labels: "",
    description: on.description ?? "",
    origin: on.origin ?? null,
  };
}

const KEY = "new-beads";
/** Those that were begun and left; older ones go. */
const MOST_KEPT = 8;

function kept(): Record<string, Draft> {
  try {
    return z.record(z.string(), Draft).parse(JSON.parse(recall(KEY) ?? "{}"));
  } catch {
    return {};
  }
}

function keep(key: string, draft: Draft | null): void {
  const others = Object.entries(kept()).filter(([other]) => other !== key);
  const all = draft === null ? others : [...others, [key, draft]].slice(-MOST_KEPT);
  remember(KEY, all.length === 0 ? null : JSON.stringify(Object.fromEntries(all)));
}
