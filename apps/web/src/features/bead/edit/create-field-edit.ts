import { type Accessor, batch, createSignal } from "solid-js";
import { useApp } from "../../../state/app.ts";
import { offerUndo } from "../../../ui/undo.ts";
import type { WireError } from "../../../wire/wire-error.ts";
import { beadEditWords as words } from "../../../words/bead-edit-words.ts";
import type { ShownBead } from "../BeadPage.tsx";
import { changedBead } from "./changed-bead.ts";
import { asPatch, type BeadField, type FieldValue, parentsOf } from "./fields.ts";
import { createDraftKeeper, type Draft } from "./text-drafts.ts";

/** One field of a bead while it is read and while it is edited. */
export interface FieldEdit {
  readonly field: BeadField;
  /** A one-line field is not open while it is saved: what is shown then is what it will be. */
  readonly isOpen: Accessor<boolean>;
  readonly isSaving: Accessor<boolean>;
  /** As it is edited. */
  readonly text: Accessor<string>;
  /** Why it is not saved. */
  readonly problem: Accessor<string | null>;
  /** What the field is now, as a text, where somebody changed it after the editing began. */
  readonly theirs: Accessor<string | null>;
  begin(): void;
  write(text: string): void;
  save(): Promise<void>;
  /** Sets a value at once; `from`: what the field held when the choice was offered. */
  choose(text: string, from?: FieldValue): Promise<void>;
  /** Leaves the field as it is; a long text that was written can be got back for a while. */
  cancel(): void;
  keepMine(): Promise<void>;
}

/** Call it in a component: a long text's draft lives as long, and is found again by the next. */
export function createFieldEdit(of: ShownBead, field: BeadField): FieldEdit {
  const app = useApp();
  const kept = field.isLong
    ? createDraftKeeper(`bead-draft.${of.projectId}.${of.bead.id}.${field.name}`)
    : null;
  const [draft, setDraft] = createSignal<Draft | null>(kept?.recall() ?? null);
  const [isSaving, setSaving] = createSignal(false);
  const [problem, setProblem] = createSignal<string | null>(null);
  /** What the bridge said it is, where it knows of a change before the page does, which still `has` what was before. */
  const [told, setTold] = createSignal<{ value: FieldValue; has: FieldValue } | null>(null);

  const now = () => field.valueOf(of.bead);
  const isBehind = () => told()?.has === now();
  const seen = (): FieldValue => {
    const answered = told();
    return answered !== null && isBehind() ? answered.value : now();
  };
  const theirs = () => {
    const mine = draft();
    if (mine === null || isSaving()) return null;
    const value = seen();
    return value === mine.base || value === field.read(mine.text) ? null : field.textOf(value);
  };
  function hold(next: Draft | null): void {
    setDraft(next);
    setProblem(null);
    if (next === null) setTold(null);
    const isWritten = next !== null && next.text !== field.textOf(next.base);
    kept?.keep(isWritten ? next : null);
  }

  async function save(): Promise<void> {
    const mine = draft();
    if (mine === null || isSaving() || theirs() !== null) return;
    if (mine.text === field.textOf(mine.base)) return hold(null);
    const value = field.read(mine.text);
    const patch = value === undefined ? undefined : asPatch(field.name, value);
    if (value === undefined || patch === undefined) return void setProblem(words.wrong[field.name]);
    if (value === seen()) return hold(null);
    setSaving(true);
    setProblem(null);
    const written = await app.beadEdits.update(refOf(of), patch, baseOf(mine.base));
    batch(() => {
      setSaving(false);
      if (written.isDone) hold(null);
      else refused(written.error, mine);
    });
  }
  /** Of several parents none is the one that it had. */
  function baseOf(value: FieldValue) {
    if (field.name === "parent" && parentsOf(of.bead).length > 1) return undefined;
    return asPatch(field.name, value);
  }
  function refused(error: WireError, mine: Draft): void {
    const bead = changedBead(error);
    const value = bead === undefined ? mine.base : field.valueOf(bead);
    if (value === mine.base) return void setProblem(error.message);
    if (value === field.read(mine.text)) return hold(null);
    setTold({ value, has: isBehind() ? now() : mine.base });
  }

  return {
    field,
    isOpen: () => draft() !== null && (field.isLong || !isSaving()),
    isSaving,
    text: () => draft()?.text ?? "",
    problem,
    theirs,
    begin() {
      if (draft() === null) hold({ text: field.textOf(now()), base: now() });
    },
    write(text) {
      const mine = draft();
      if (mine !== null) hold({ ...mine, text });
    },
    save,
    choose(text, from = now()) {
      if (isSaving()) return Promise.resolve();
      hold({ text, base: from });
      return save();
    },
    cancel() {
      const mine = draft();
      if (mine === null || isSaving()) return;
      hold(null);
      if (!field.isLong || mine.text === field.textOf(mine.base)) return;
      offerUndo(words.droppedDraft, { undo: () => hold(mine) });
    },
    keepMine() {
      const mine = draft();
      if (mine === null) return Promise.resolve();
      hold({ ...mine, base: seen() });
      return save();
    },
  };
}

/** The bead that is shown, as its changes name it. */
export function refOf(of: ShownBead) {
  return { projectId: of.projectId, beadId: of.bead.id };
}
