import { isClosed } from "@switchyard/beads";
import { BeadLabel, NewBead, type Project } from "@switchyard/core/protocol";
import { createMemo, createSignal, onCleanup } from "solid-js";
import type { App } from "../../state/app.ts";
import type { BeadRef } from "../../state/bead-edits.ts";
import { toast } from "../../ui/toast.ts";
import { captureWords as words } from "../../words/capture-words.ts";
import { type Draft, drafts, forgetDraft } from "./drafts.ts";

type Field = "title" | "labels" | "description" | "form";

/** The form of a bead that is to be. */
export interface Capture {
  readonly draft: Draft;
  readonly project: () => Project | undefined;
  /** Why no bead can be made in the project. */
  readonly hindrance: () => string | null;
  error(field: Field): string | undefined;
  readonly isBusy: () => boolean;
  /** Beads that it may well be a part of, of the session that it comes from. */
  readonly suggestions: () => readonly string[];
  /** The bead that was made; undefined: it was not, and the reason stands in the form. */
  make(keepsAlike: boolean): Promise<(BeadRef & { title: string }) | undefined>;
}

/** Which drafts are on their way, whatever becomes of the dialog. */
const [sending, setSending] = createSignal<ReadonlySet<string>>(new Set());

/** `sessionId`: the session that was looked at when it was opened. Call it in a component. */
export function createCapture(app: App, sessionId: string | undefined): Capture {
  const [fault, setFault] = createSignal<{ field: Field; text: string } | null>(null);
  let isGone = false;
  onCleanup(() => (isGone = true));
  const project = createMemo(() => {
    const { project: id } = drafts.draft;
    return (id === null ? undefined : app.projects.get(id)) ?? app.projects.open() ?? app.projects.list()[0];
  });
  const hindrance = () => {
    const own = project();
    if (own !== undefined) return app.beadEdits.readOnlyWhy(own.projectId);
    return app.projects.isLoaded() ? words.noProject : null;
  };
  const suggestions = createMemo(() => {
    const { origin } = drafts.draft;
    const own = project();
    const session = app.sessions.get(origin?.sessionId ?? sessionId ?? "");
    if (own === undefined || session === undefined || session.projectId !== own.projectId) return [];
    if (session.beadId === null) return [];
    const relations = app.beads.of(own.projectId).relations();
    const near = [relations.parentOf(session.beadId), relations.get(session.beadId)];
    return near.flatMap((bead) => (bead === undefined || isClosed(bead) ? [] : [bead.id]));
  });

  function refuse(field: Field, text: string): undefined {
    setFault({ field, text });
    return undefined;
  }

  return {
    get draft() {
      return drafts.draft;
    },
    project,
    hindrance,
    error: (field) => (fault()?.field === field ? fault()?.text : undefined),
    isBusy: () => sending().has(drafts.key),
    suggestions,
    async make(keepsAlike) {
      const { key } = drafts;
      const own = project();
      if (sending().has(key)) return undefined;
      setFault(null);
      if (own === undefined || hindrance() !== null) return undefined;
      const read = readDraft(drafts.draft);
      if ("field" in read) return refuse(read.field, read.text);
      const { origin } = drafts.draft;
      setSending((before) => new Set([...before, key]));
      const written = await app.beadEdits.create(own.projectId, read.bead, origin ?? undefined);
      setSending((before) => new Set([...before].filter((other) => other !== key)));
      if (!written.isDone) {
        const why = words.failed(written.error.message);
        if (isGone) toast(why);
        return refuse("form", why);
      }
      forgetDraft(key, keepsAlike);
      const { id, title } = written.bead;
      return { projectId: own.projectId, beadId: id, title };
    },
  };
}

function readDraft(draft: Draft): { bead: NewBead } | { field: Field; text: string } {
  const title = draft.title.trim();
  if (title === "") return { field: "title", text: words.noTitle };
  if (title.length > MOST_TITLE) return { field: "title", text: words.longTitle };
  const labels = [...new Set(draft.labels.split(",").map((label) => label.trim()))].filter((it) => it !== "");
  const bad = labels.find((label) => !BeadLabel.safeParse(label).success);
  if (bad !== undefined) return { field: "labels", text: words.badLabel(bad) };
  const { type, priority, parent, description } = draft;
  const read = NewBead.safeParse({
    title,
    issue_type: type,
    priority: Number(priority),
    ...(parent !== null && { parent }),
    ...(labels.length > 0 && { labels }),
    ...(description.trim() !== "" && { description }),
  });
  if (read.success) return { bead: read.data };
  const field = read.error.issues[0]?.path[0];
  if (field === "labels") return { field, text: words.manyLabels };
  if (field === "description") return { field, text: words.longText };
  return { field: "form", text: words.failed(read.error.issues[0]?.message ?? "") };
}

/** As the protocol has it. */
const MOST_TITLE = 500;
