import { isClosed } from "@switchyard/beads";
import { Bead, BeadId, type BeadPatch, type BeadsPatch } from "@switchyard/core/protocol";
import { type Accessor, createSignal } from "solid-js";
import type { App } from "../../../state/app.ts";
import type { BeadRef, Written } from "../../../state/bead-edits.ts";
import { toast } from "../../../ui/toast.ts";
import { planWords } from "../../../words/plan-words.ts";
import { WireError } from "../../../wire/wire-error.ts";
import type { Plan } from "../create-plan.ts";
import { DRAFT_ID, type DraftPlace } from "../model/rows.ts";
import { type DropPlace, dropRule, topmost } from "./drop-rules.ts";
import { createLayers, type Layers } from "./layers.ts";
import { createRefusals, type Refusal, type RefusalAct, type Refusals } from "./refusals.ts";

const words = planWords.edit;

/** A title that is being written; it is kept here, so that it survives the row that shows it. */
export interface TitleEdit {
  readonly id: string;
  /** What the title was when its edit began. */
  readonly base: string;
}

/** The changes that are made in a plan; each shows at its row, also where the tracker refuses it. */
export interface PlanEditor {
  /** Why nothing can be changed, as a sentence; null: it can. */
  whyNot(): string | null;
  /** Whether a bead is only to be, and nothing can be done with it yet. */
  isMade(id: string): boolean;
  /** Whether a change of a bead has been under way for more than a moment, or waits for the bridge. */
  standing(id: string): "saving" | "held" | null;
  readonly refusals: Refusals;
  readonly layers: Layers;

  readonly title: Accessor<TitleEdit | null>;
  readonly titleText: Accessor<string>;
  setTitleText(text: string): void;
  editTitle(id: string, text?: string): void;
  saveTitle(): void;
  dropTitle(): void;

  readonly draftText: Accessor<string>;
  setDraftText(text: string): void;
  /** Opens a row for a new bead; null: on the top level. */
  newBead(parent: string | null): void;
  /** Makes the bead, and leaves the row open for the next one. */
  saveDraft(): void;
  dropDraft(): void;

  /** Changes them in the same way; closing goes by the tracker's guards. */
  change(ids: readonly string[], patch: BeadsPatch): Promise<void>;
  /** How many of the last change of several were not made. */
  readonly lastFailed: Accessor<{ readonly count: number; readonly all: number } | null>;
  move(ids: readonly string[], place: DropPlace): void;
  closeOrReopen(id: string): void;
  claim(id: string): void;
}

/** Beads that one call takes. */
const AT_ONCE = 500;

export function createPlanEditor(app: App, plan: Plan): PlanEditor {
  const { projectId } = plan.project;
  const edits = app.beadEdits;
  const refusals = createRefusals();
  const [title, setTitle] = createSignal<TitleEdit | null>(null);
  const [titleText, setTitleText] = createSignal("");
  const [draftText, setDraftText] = createSignal("");
  const [lastFailed, setLastFailed] = createSignal<{ count: number; all: number } | null>(null);
  const refOf = (id: string): BeadRef => ({ projectId, beadId: BeadId.parse(id) });
  const whyNot = () => edits.readOnlyWhy(projectId);

  function refuse(id: string, text: string, acts: readonly RefusalAct[] = []): void {
    refusals.put([[id, { text, acts }]]);
    if (plan.rows().at(id) < 0) toast(text);
  }
  async function run(id: string, work: Promise<Written>, say: (error: WireError) => void): Promise<boolean> {
    refusals.dismiss(id);
    const written = await work;
    if (!written.isDone) say(written.error);
    return written.isDone;
  }

  function editTitle(id: string, text?: string): void {
    const bead = plan.relations().get(id);
    const isOpen = title()?.id === id && text === undefined;
    if (bead === undefined || isOpen) return;
    saveTitle();
    refusals.dismiss(id);
    setTitleText(text ?? bead.title);
    setTitle({ id, base: bead.title });
  }
  function saveTitle(): void {
    const [edit, next] = [title(), titleText().trim()];
    setTitle(null);
    if (edit !== null && next !== "" && next !== edit.base) rename(edit.id, next, edit.base);
  }
  function rename(id: string, next: string, base: string | null): void {
    const patch: BeadPatch = { title: next };
    const work = edits.update(refOf(id), patch, base === null ? undefined : { title: base });
    void run(id, work, (error) => {
      const theirs = Bead.safeParse(error.data["bead"]).data?.title;
      if (error.code === "BEAD_CHANGED" && theirs !== undefined) {
        const mine = { label: words.saveMine, run: () => rename(id, next, null) };
        return refuse(id, words.changed(theirs, next), [mine]);
      }
      const again = { label: words.editAgain, run: () => editTitle(id, next) };
      refuse(id, words.notRenamed(next, error.message), [again]);
    });
  }

  /** What was sent and not made while the next one was under way already. */
  let unmade: readonly (DraftPlace & { text: string })[] = [];
  async function make(text: string, parent: string | null): Promise<void> {
    const below = parent === null ? {} : { parent: BeadId.parse(parent) };
    const written = await edits.create(projectId, { title: text, ...below });
    if (written.isDone) return;
    // What was written is not lost, though the row was closed meanwhile, or others were refused before.
    if (refusals.of(DRAFT_ID) === undefined) unmade = [];
    if (plan.draft() === null) plan.setDraft({ parent });
    if (draftText().trim() === "") setDraftText(text);
    else unmade = [...unmade, { text, parent }];
    const left = unmade;
    const again = {
      label: words.tryAgain,
      run: () => left.forEach((one) => void make(one.text, one.parent)),
    };
    const titles = left.length === 0 ? [text] : left.map((one) => one.text);
    refuse(DRAFT_ID, words.notMade(titles, written.error.message), left.length === 0 ? [] : [again]);
  }

  const close = (id: string, force: boolean): Promise<boolean> =>
    run(id, edits.close(refOf(id), force ? { force } : {}), (error) => {
      const anyway = { label: words.closeAnyway, run: () => void close(id, true) };
      refuse(id, words.notClosed(error.message), error.data["canForce"] === true ? [anyway] : []);
    });
  const reopen = (id: string): Promise<boolean> =>
    run(id, edits.reopen(refOf(id)), (error) => refuse(id, words.notReopened(error.message)));

  async function changeEach(ids: readonly string[], patch: BeadsPatch): Promise<readonly string[]> {
    refusals.dismiss(...ids);
    const failed: string[] = [];
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const some = ids.slice(at, at + AT_ONCE).map((id) => BeadId.parse(id));
      const written = await edits.updateMany(projectId, some, patch);
      const refused =
        written instanceof WireError
          ? some.map((beadId) => ({ beadId, message: written.message }))
          : written.failed;
      refusals.put(refused.map(({ beadId, message }) => [beadId, refusalOf(beadId, message, patch)]));
      failed.push(...refused.map(({ beadId }) => beadId));
    }
    return failed;
  }
  function refusalOf(id: string, message: string, patch: BeadsPatch): Refusal {
    if (patch.status !== "closed") return { text: words.notChanged(message), acts: [] };
    // Alone, it is told whether the tracker would be forced to.
    const again = { label: words.tryAgain, run: () => void close(id, false) };
    return { text: words.notClosed(message), acts: [again] };
  }
  const isClosedNow = (id: string) => {
    const bead = plan.relations().get(id);
    return bead !== undefined && isClosed(bead);
  };

  return {
    whyNot,
    isMade: (id) => edits.isMade(projectId, id),
    standing: (id) => edits.standing(projectId, id),
    refusals,
    layers: createLayers(),
    title,
    titleText,
    setTitleText: (text) => setTitleText(text),
    editTitle,
    saveTitle,
    dropTitle: () => setTitle(null),
    draftText,
    setDraftText: (text) => setDraftText(text),
    newBead(parent) {
      if (parent !== null) plan.fold([parent], false);
      plan.setDraft({ parent });
    },
    saveDraft() {
      const [draft, text] = [plan.draft(), draftText().trim()];
      if (draft === null || text === "") return;
      setDraftText("");
      if (unmade.length === 0) refusals.dismiss(DRAFT_ID);
      void make(text, draft.parent);
    },
    dropDraft() {
      plan.setDraft(null);
      setDraftText("");
      refusals.dismiss(DRAFT_ID);
    },
    async change(ids, patch) {
      const [only] = ids;
      if (only === undefined) return;
      setLastFailed(null);
      if (ids.length === 1 && patch.status === "closed") return void (await close(only, false));
      const failed = await changeEach(ids, patch);
      if (failed.length === 0 || ids.length === 1) return;
      setLastFailed({ count: failed.length, all: ids.length });
      // What was changed is done with; what was not is at hand to be tried again.
      plan.setTicks(failed);
    },
    lastFailed,
    move(ids, place) {
      const beads = plan.relations();
      const moved = topmost(ids, beads);
      if (dropRule(moved, beads)(place) !== null) return;
      const parent = place === "top" ? null : BeadId.parse(place.below);
      if (parent !== null) plan.fold([parent], false);
      for (const id of moved) {
        if ((beads.parentOf(id)?.id ?? null) === parent) continue;
        void run(id, edits.update(refOf(id), { parent }), (error) =>
          refuse(id, words.notMoved(error.message)),
        );
      }
    },
    closeOrReopen: (id) => void (isClosedNow(id) ? reopen(id) : close(id, false)),
    claim(id) {
      void run(id, edits.claim(refOf(id)), (error) => {
        const who = error.data["assignee"];
        const isTaken = error.code === "CLAIMED" && typeof who === "string";
        refuse(id, words.notClaimed(isTaken ? words.claimedBy(who) : error.message));
      });
    },
  };
}
