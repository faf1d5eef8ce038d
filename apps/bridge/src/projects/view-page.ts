import { viewModel } from "@switchyard/beads";
import {
  type Bead,
  type BeadFilter,
  type BeadNode,
  InvalidParamsError,
  type ProjectViewModel,
  type ResultOf,
  SwitchyardError,
} from "@switchyard/core/protocol";
import type { Reading } from "../beads/trackers.ts";
import { outline, PAGE_BYTES } from "./bead-page.ts";
import { jsonBytes, listedBead } from "./bounded-bead.ts";

export interface ViewAsked {
  readonly filter: BeadFilter;
  readonly cursor: string | undefined;
  /** Beads with a session that is not stopped. */
  readonly withSession: ReadonlySet<string>;
  /** Unix milliseconds. */
  readonly now: number;
}

/**
 * As many trees as an answer takes, with what is told of all of them.
 * @throws {SwitchyardError} TOO_LARGE: one tree is longer than an answer
 * @throws {InvalidParamsError} the beads have changed since the page before
 */
export function viewPage(reading: Reading, asked: ViewAsked): ResultOf<"getProjectViewModel"> {
  const place = placeOf(reading, asked);
  const { roots, ...rest } = viewOf(reading, asked, place.minute);
  const page: BeadNode[] = [];
  let bytes = jsonBytes(rest);
  for (const root of roots.slice(place.index)) {
    bytes += bytesOf(root) + 1;
    if (bytes > PAGE_BYTES && page.length > 0) {
      const nextCursor = [reading.revision, place.minute, place.index + page.length].join(".");
      return { roots: page, ...rest, nextCursor };
    }
    if (bytes > PAGE_BYTES) throw tooLarge(root);
    page.push(root);
  }
  return { roots: page, ...rest };
}

/** Infinity where it is so deep that it could not be written, or not be read by every client. */
function bytesOf(root: BeadNode): number {
  let level = [root];
  for (let depth = 0; depth < MOST_LEVELS; depth += 1) {
    level = level.flatMap(({ children }) => children);
    if (level.length === 0) return jsonBytes(root);
  }
  return Infinity;
}

const MOST_LEVELS = 500;

interface Place {
  /** Since 1970: all pages of one view are of one time. */
  readonly minute: number;
  readonly index: number;
}

function placeOf({ revision }: Reading, { cursor, now }: ViewAsked): Place {
  if (cursor === undefined) return { minute: Math.floor(now / MINUTE), index: 0 };
  const [, of, minute, index] = /^(\d{1,15})\.(\d{1,9})\.(\d{1,15})$/.exec(cursor) ?? [];
  if (Number(of) === revision) return { minute: Number(minute), index: Number(index) };
  throw new InvalidParamsError(["cursor"], "The beads have changed since that page: begin again without it.");
}

const MINUTE = 60_000;

/** Pages, and clients that look at the same, are of one reckoning. */
function viewOf(reading: Reading, { filter, withSession }: ViewAsked, minute: number): ProjectViewModel {
  const sessions = filter.withSessions === true ? [...withSession].toSorted() : [];
  const key = JSON.stringify([minute, filter, sessions]);
  const views = known.get(reading) ?? new Map<string, ProjectViewModel>();
  known.set(reading, views);
  const view =
    views.get(key) ??
    viewModel(outlines(reading), filter, { now: minute * MINUTE, hasSession: (id) => withSession.has(id) });
  views.delete(key);
  views.set(key, view);
  for (const old of [...views.keys()].slice(0, -MAX_KNOWN)) views.delete(old);
  return view;
}

/** A single bead, however long, must not keep all others from being shown. */
function outlines({ beads }: Reading): Bead[] {
  return beads.map((bead) => listedBead(outline(bead)).bead);
}

const known = new WeakMap<Reading, Map<string, ProjectViewModel>>();
const MAX_KNOWN = 4;

function tooLarge({ id }: BeadNode): SwitchyardError {
  return new SwitchyardError(
    "TOO_LARGE",
    `The beads below ${id} are more than one answer takes. Name a filter, or read them with getBeads.`,
    { beadId: id },
  );
}
