import { stripVTControlCharacters } from "node:util";
import { type Beads, beadData, fenced, isClosed, roleOf } from "@switchyard/beads";
import {
  composePrompt,
  draftPrompt,
  NO_VARIABLES,
  type Persona,
  type PromptVariables,
} from "@switchyard/core/persona";
import type { Bead, BeadId, TaskId, TrackerState } from "@switchyard/core/protocol";
import { cutText } from "../log/utf8.ts";
import type { ProjectPlace } from "../projects/projects.ts";
import type { KnownBeads } from "./known-beads.ts";

/** What a session is started for. */
export interface Purpose {
  readonly persona: Persona;
  readonly task: TaskId | undefined;
  readonly cwd: string;
  readonly beadId: BeadId | null;
  /** Values of the persona's own variables. */
  readonly given?: Readonly<Record<string, string>> | undefined;
}

/**
 * The system prompt of a session. What the project and its tracker say stands in fences that it cannot end, without
 * characters that nobody sees, and is at most 96 KiB long.
 * @throws {SwitchyardError} INVALID_PERSONA
 * @throws {InvalidParamsError} for a value of a variable that the persona doesn't have
 */
export function promptFor(purpose: Purpose, known: KnownBeads): string {
  return composePrompt(purpose.persona, purpose.task, variablesFor(purpose, known));
}

/** The same to be looked at, also of a persona with problems. */
export function draftFor(purpose: Purpose, known: KnownBeads): string {
  return draftPrompt(purpose.persona, purpose.task, variablesFor(purpose, known));
}

function variablesFor({ task, cwd, beadId, given = {} }: Purpose, known: KnownBeads): PromptVariables {
  return {
    ...NO_VARIABLES,
    cwd,
    bead_id: beadId === null ? null : plainWord(beadId),
    task: task ?? null,
    ...dataOf(known, beadId),
    given,
  };
}

type Data = Pick<PromptVariables, "bead" | "parent" | "blockers" | "project" | "role">;
const NO_DATA: Data = { bead: null, parent: null, blockers: null, project: null, role: null };

function dataOf({ project, tracker, beads }: KnownBeads, beadId: BeadId | null): Data {
  // The order in which they get the room that there is.
  const quote = quoteWithin(MAX_BYTES);
  const projectData = project === null ? null : quote(projectText(project, tracker, beads));
  const bead = beadId === null ? undefined : beads?.get(beadId);
  if (bead === undefined || beads === null) return { ...NO_DATA, project: projectData };
  const blockers = beads.openBlockersOf(bead.id);
  const parent = beads.parentOf(bead.id);
  const role = roleOf(bead);
  return {
    project: projectData,
    bead: quote(beadData(bead)),
    blockers: blockers.length === 0 ? null : quote(blockersText(blockers)),
    parent: parent === undefined ? null : quote(beadData(parent)),
    role: role === null ? null : plainWord(role),
  };
}

const MAX_BYTES = 96 * 1024;

/** Each text in a fence, cut to the room that those before it have left. */
function quoteWithin(bytes: number): (text: string) => string {
  let left = bytes;
  return (text) => {
    const whole = fenced(seen(text));
    const missing = Buffer.byteLength(whole) - left;
    const quoted = missing <= 0 ? whole : fenced(cutBy(seen(text), missing));
    left = Math.max(0, left - Buffer.byteLength(quoted));
    return quoted;
  };
}

function cutBy(text: string, missing: number): string {
  const room = Buffer.byteLength(text) - missing - Buffer.byteLength(CUT);
  return `${cutText(text, Math.max(0, room))}${CUT}`;
}

const CUT = "\n[cut here: the rest is in the tracker]";

/**
 * A text as one sees it: no terminal codes, no control or format characters but those that scripts need, and no run
 * of backticks that would make its fence long.
 */
function seen(text: string): string {
  return stripVTControlCharacters(text.replaceAll(/\r\n?|[\u2028\u2029]/g, "\n"))
    .replaceAll(UNSEEN, "")
    .replaceAll(/`{9,}/g, "````````")
    .toWellFormed();
}

/** All but the joiners and direction marks that some scripts are written with. */
const UNSEEN = /(?![\n\t\u061C\u200C-\u200F])[\p{Cc}\p{Cf}]/gu;

/** A name that stands in a sentence of ours, where it must not be one of its own. */
function plainWord(name: string): string {
  return cutText(name.replaceAll(/[^\p{L}\p{N}._:/#@+-]+/gu, "_"), MAX_WORD);
}

const MAX_WORD = 128;

function projectText(project: ProjectPlace, tracker: TrackerState | null, beads: Beads | null): string {
  const lines = [`name: ${oneLine(project.name)}`, `root: ${oneLine(project.path)}`];
  if (tracker !== null) lines.push(`tracker: ${trackerText(tracker)}`);
  if (beads !== null && beads.list.length > 0) lines.push(`beads: ${countsText(beads)}`);
  return lines.join("\n");
}

function trackerText({ source, version, stale, failed }: TrackerState): string {
  if (source === "none") return "none";
  const program = source === "jsonl" ? "issues.jsonl, read without a program" : `${source} ${version ?? ""}`;
  const isOld = stale || failed ? ", what was read of it may be out of date" : "";
  return `${program.trim()}${isOld}`;
}

function countsText(beads: Beads): string {
  const open = beads.list.filter((bead) => !isClosed(bead));
  const ready = open.filter(({ id }) => beads.isReady(id)).length;
  const blocked = open.filter(({ id }) => beads.isBlocked(id)).length;
  const closed = beads.list.length - open.length;
  return `${open.length} open (${ready} ready, ${blocked} blocked), ${closed} closed`;
}

function blockersText(blockers: readonly Bead[]): string {
  const shown = blockers.slice(0, MAX_BLOCKERS).map(blockerText);
  const hidden = blockers.length - shown.length;
  return [...shown, ...(hidden === 0 ? [] : [`[and ${hidden} more, in the tracker]`])].join("\n\n");
}

const MAX_BLOCKERS = 20;

function blockerText({ id, title, status, priority, issue_type, description }: Bead): string {
  const short = { id, title, status, priority, issue_type };
  if (description === undefined) return beadData(short);
  const cut = cutText(description, MAX_BLOCKER_TEXT);
  return beadData({ ...short, description: cut === description ? cut : `${cut}${CUT}` });
}

const MAX_BLOCKER_TEXT = 2048;

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\u2028\u2029]+/g, " ");
}
