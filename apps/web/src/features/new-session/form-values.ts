import type { PermissionMode } from "@switchyard/core/protocol";
import { createStore } from "solid-js/store";
import { noWorktree, type WorktreeWish } from "../worktree/create-start-worktree.ts";

export interface FormValues {
  /** A project's id; empty: a folder that is typed; null: what the last start was in. */
  project: string | null;
  /** Null: the default, which may not be known yet. */
  folder: string | null;
  /** Null: on no bead. */
  bead: string | null;
  /** Null: what the bead suggests, else what was chosen last. */
  persona: string | null;
  /** What was typed for the variables of personas, by `persona/variable`. */
  variables: Record<string, string>;
  /** Null: what the persona asks for, else what was chosen last. */
  backend: string | null;
  /** By backend; empty is its own default. */
  models: Record<string, string>;
  /** As the user chose it, whatever the backend can do. */
  permissionMode: PermissionMode;
  /** Null: nothing was typed; the bead's own message stands in for it. */
  message: string | null;
  /** As it was typed, in USD; empty: what the settings say. */
  budget: string;
  worktree: WorktreeWish;
}

/** What was typed outlives the dialog: closing it by mistake loses nothing. */
export const [formValues, setFormValues] = createStore<FormValues>(empty());

/** What was typed for a bead before the form was opened for another. */
const drafts = new Map<string, string | null>();

/** Opens the form for a bead, or for none: what was typed for another waits until it is opened for that again. */
export function openFormFor(on: { projectId?: string; beadId?: string }): void {
  const { bead, message } = formValues;
  if (on.projectId === undefined && on.beadId === undefined) {
    if (message === null) setFormValues("bead", null);
    return;
  }
  const next = on.beadId ?? null;
  if (on.projectId !== undefined) setFormValues({ project: on.projectId, folder: null });
  if (next === bead) return;
  drafts.set(bead ?? "", message);
  setFormValues({ bead: next, persona: null, message: drafts.get(next ?? "") ?? null });
  setFormValues("worktree", { branch: null });
}

/** What was typed has gone out. */
export function forgetTyped(): void {
  drafts.delete(formValues.bead ?? "");
  setFormValues({
    message: null,
    budget: "",
    project: null,
    folder: null,
    bead: null,
    persona: null,
    variables: {},
    backend: null,
    worktree: noWorktree(),
  });
}

/** Forgets everything; for tests. */
export function clearStartForm(): void {
  drafts.clear();
  setFormValues(empty());
}

function empty(): FormValues {
  return {
    project: null,
    folder: null,
    bead: null,
    persona: null,
    variables: {},
    backend: null,
    models: {},
    permissionMode: "default",
    message: null,
    budget: "",
    worktree: noWorktree(),
  };
}
