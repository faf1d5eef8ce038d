import { outlineOf } from "@switchyard/beads";
import type { Bead } from "@switchyard/core/protocol";
import { batch, createSignal } from "solid-js";
import { isSameValue } from "./bead-values.ts";

/** A change of beads that was sent, and is not answered yet. */
export interface BeadChange {
  /** Those that it changes; of a bead that is to be, none. */
  readonly beadIds: readonly string[];
  /** What it may make different, by the tracker's names. */
  readonly fields: readonly string[];
  over(bead: Bead): Bead;
  /** A bead that is to be, as it shows until it is there; where that is not known yet, it does not show. */
  readonly made?: Bead;
  readonly isShown?: boolean;
}

/** Takes a change away again; `bead` is the one it came to, where the tracker took it. */
export type SettleChange = (bead?: Bead) => void;

/** What the user changed of a project's beads, laid over what the bridge tells of them until it is answered. */
export interface BeadOverlay {
  /** Lays a change over its beads, after those that are there. */
  lay(change: BeadChange): SettleChange;
  /** The bead with the changes under way; the same object, as long as neither changed. */
  over(bead: Bead): Bead;
  /** Outlines with the changes under way, and those that are to be among them; without a change, the same list. */
  overAll(list: readonly Bead[]): readonly Bead[];
  /** Whether it is only to be, and has no id yet. */
  isMade(beadId: string): boolean;
  /** Whether a change of it is under way. */
  isChanging(beadId: string): boolean;
  /** Whether a change of it has been under way for so long that the user should see it. */
  isSlow(beadId: string): boolean;
  /** Raised with each change that comes or goes. */
  readonly version: () => number;
  /** Runs with each bead that a change came to, in the moment in which the change goes; returns how to stop. */
  onAnswer(listener: AnswerListener): () => void;
  /** The bridge told of a bead: whether anything else than what is changed here is different of it. */
  takesNews(news: { before: Bead | undefined; bead: Bead; hasTexts: boolean }): boolean;
}

/** A change shows at once; only when it takes longer than this does it say that it is being saved. */
export const SAVING_AFTER_MS = 300;

/** `wasTold`: the bridge told of the bead since the change was laid over it. */
export type AnswerListener = (bead: Bead, wasTold: boolean) => void;

interface Pending extends BeadChange {
  /** Of which beads the bridge told since: the list has what it came to. */
  readonly told: Set<string>;
}

export function createBeadOverlay(): BeadOverlay {
  let pending: readonly Pending[] = [];
  const laid = new WeakMap<Bead, { pending: readonly Pending[]; bead: Bead }>();
  const listeners = new Set<AnswerListener>();
  const [version, setVersion] = createSignal(0);
  const [slow, setSlow] = createSignal<ReadonlySet<Pending>>(new Set());

  function put(next: readonly Pending[]): void {
    pending = next;
    setVersion((count) => count + 1);
  }

  function lay(change: BeadChange): SettleChange {
    const own: Pending = { ...change, told: new Set() };
    put([...pending, own]);
    const timer = setTimeout(() => setSlow((before) => new Set([...before, own])), SAVING_AFTER_MS);
    return (bead) => {
      clearTimeout(timer);
      batch(() => {
        setSlow((before) => new Set([...before].filter((other) => other !== own)));
        if (bead !== undefined) for (const listen of listeners) listen(bead, own.told.has(bead.id));
        put(pending.filter((other) => other !== own));
      });
    };
  }

  function over(base: Bead, shape = (bead: Bead) => bead): Bead {
    const own = pending.filter(({ beadIds }) => beadIds.includes(base.id));
    if (own.length === 0) return base;
    const known = laid.get(base);
    const isKnown =
      known?.pending.length === own.length && own.every((change, at) => change === known.pending[at]);
    if (isKnown) return known.bead;
    const bead = shape(own.reduce((before, change) => change.over(before), base));
    laid.set(base, { pending: own, bead });
    return bead;
  }

  /** The bead that was to be is there; where both were shown it would be there twice. */
  const isThere = ({ told }: Pending) => told.size > 0;

  return {
    lay,
    over(bead) {
      version();
      return over(bead);
    },
    overAll(list) {
      if (pending.length === 0) return list;
      const ids = new Set(pending.flatMap(({ beadIds }) => beadIds));
      const made = pending.flatMap((change) =>
        change.made === undefined || change.isShown !== true || isThere(change) ? [] : [change.made],
      );
      if (ids.size === 0 && made.length === 0) return list;
      return [...list.map((bead) => (ids.has(bead.id) ? over(bead, outlineOf) : bead)), ...made];
    },
    isMade(beadId) {
      version();
      return pending.some(({ made }) => made?.id === beadId);
    },
    isChanging(beadId) {
      version();
      return pending.some(({ beadIds }) => beadIds.includes(beadId));
    },
    isSlow: (beadId) =>
      [...slow()].some(({ beadIds, made }) => beadIds.includes(beadId) || made?.id === beadId),
    version,
    onAnswer(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    takesNews({ before, bead, hasTexts }) {
      if (before === undefined) {
        const own = pending.find((change) => !isThere(change) && isMadeOf(change, bead));
        own?.told.add(bead.id);
        return own === undefined;
      }
      const own = pending.filter(({ beadIds }) => beadIds.includes(bead.id));
      for (const { told } of own) told.add(bead.id);
      const fields = own.flatMap((change) => change.fields);
      if (hasTexts && !fields.some((field) => TEXTS.has(field))) return true;
      return isOtherwise(before, bead, new Set([...COUNTS, ...(own.length === 0 ? [] : KEPT), ...fields]));
    },
  };
}

/** What a bead has of others is no news of it. */
const COUNTS = ["dependency_count", "dependent_count"];
/** What the tracker itself keeps with each change. */
const KEPT = ["updated_at", "started_at", "closed_at", "close_reason", "closed_by_session", "comment_count"];
const TEXTS: ReadonlySet<string> = new Set([
  "description",
  "design",
  "acceptance_criteria",
  "notes",
  "comments",
]);

function isOtherwise(before: Bead, bead: Bead, but: ReadonlySet<string>): boolean {
  const fields = new Set([...Object.keys(before), ...Object.keys(bead)]);
  return [...fields].some((field) => !but.has(field) && !isSameValue(before[field], bead[field]));
}

function isMadeOf({ made }: BeadChange, bead: Bead): boolean {
  return made !== undefined && made.title === bead.title && made.issue_type === bead.issue_type;
}
