import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import type { Backend } from "@switchyard/core/backend";
import { type Persona, refuseProblems, refuseUnknownVariables, templateFor } from "@switchyard/core/persona";
import {
  InvalidParamsError,
  type ParsedParamsOf,
  type PermissionMode,
  type ResultOf,
  SwitchyardError,
} from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import type { NewChunk } from "../log/log.ts";
import type { PersonaLibrary, PersonasHere } from "../personas/library.ts";
import type { ProjectWithSettings } from "../projects/projects.ts";
import { oneLine } from "./activity.ts";
import {
  beadIn,
  beadNotFound,
  beadsInMemory,
  type KnownBeads,
  type KnownBeadsOptions,
  readBeads,
  readBeadsInTime,
} from "./known-beads.ts";
import { chooseBackend, type ChooseBackendOptions } from "./choose-backend.ts";
import { folderNotTrusted, needFolder } from "./launch.ts";
import { type Asked, findPlace, type Place, type PlaceOptions } from "./place.ts";
import { draftFor, promptFor } from "./prompt.ts";
import { type PluginOf, provenanceOf } from "./provenance.ts";
import { newRecord, type SessionRecord } from "./record.ts";
import type { OwnPlace } from "../worktrees/worktrees.ts";
import type { Wanted } from "../worktrees/make-worktree.ts";
import type { SessionDeps } from "./session-deps.ts";

export interface PrepareOptions
  extends
    PlaceOptions,
    KnownBeadsOptions,
    ChooseBackendOptions,
    Pick<SessionDeps, "untrusted" | "locate" | "capabilities" | "pluginOf"> {
  readonly personas: PersonaLibrary;
}

/** A session that may begin: all that can be checked without starting anything was. */
export interface Prepared {
  /** The session, in the worktree that was made for it. */
  record(own: OwnPlace | null): SessionRecord;
  readonly backendId: Backend["id"];
  /** Null: it works where others do. */
  readonly wanted: Wanted | null;
  /** What the user should know of it. */
  readonly notices: readonly Notice[];
}

type Notice = Extract<NewChunk, { type: "notice" }>;

/**
 * Checks all that can be checked without starting anything, so that a miss creates nothing.
 * @throws {SwitchyardError} as `startAgentSession` in the method table
 */
export async function prepareStart(
  options: PrepareOptions,
  params: ParsedParamsOf<"startAgentSession">,
): Promise<Prepared> {
  const { task, beadId, title, prompt, variables: given } = params;
  const place = await findPlace(options, params);
  const persona = usable(await options.personas(place), params, []);
  const how = await prepareHow(options, params, { persona, project: place.project });
  const cwd = await prepareFolder(options, place.cwd, how.backend);
  const known = await knownFor(options, place, beadId);
  const bead = beadId === undefined ? null : beadIn(known, beadId);
  // What is said to the agent names no session on a bead: its name goes to the tracker.
  const named = title?.trim() || oneLine(bead?.title ?? beadId ?? prompt ?? "", 80) || persona.displayName;
  const purpose = { persona, task, beadId: beadId ?? null, given };
  const record = (own: OwnPlace | null): SessionRecord =>
    newRecord({
      ...startedWith(how, persona),
      ...madeFor({ ...purpose, cwd: own?.cwd ?? cwd }, known),
      title: named,
      worktree: own?.worktree ?? null,
    });
  const { worktree } = params;
  const wanted = worktree && { cwd, project: place.project, title: named, beadId: purpose.beadId };
  return {
    record,
    backendId: how.backend.id,
    wanted: wanted ? { ...wanted, branch: worktree.branch } : null,
    notices: bead === null ? [...how.notices, ...beadUnread(known)] : how.notices,
  };
}

/**
 * The same for several on the beads of one project: all of them or none.
 * @throws {SwitchyardError} as `startBeads` in the method table
 */
export async function prepareBatch(
  options: PrepareOptions,
  params: ParsedParamsOf<"startBeads">,
): Promise<{ batchId: string; all: Prepared[] }> {
  refuseTwice(params.starts);
  await options.projects.ready();
  const project = options.projects.need(params.projectId);
  const personas = await options.personas({ project, cwd: project.path });
  for (const [at, start] of params.starts.entries()) usable(personas, start, ["starts", at]);
  const hows = new Map<Persona["id"], How>();
  for (const id of new Set(params.starts.map(({ persona }) => persona))) {
    // oxlint-disable-next-line no-await-in-loop -- what one has found of a backend the next one need not look for
    hows.set(id, await prepareHow(options, params, { persona: personas.need(id), project }));
  }
  let cwd = project.path;
  for (const backend of new Set([...hows.values()].map((how) => how.backend))) {
    // oxlint-disable-next-line no-await-in-loop -- mostly there is one
    cwd = await prepareFolder(options, project.path, backend);
  }
  const beadIds = params.starts.map(({ beadId }) => beadId);
  const known = await readBeads(options, project, beadIds);
  const missing = beadIds.filter((id) => known.beads?.get(id) === undefined);
  if (missing.length > 0 && known.fault !== null) throw unreadable(known.fault);
  if (missing.length > 0) throw beadNotFound(project, missing);
  const batchId = uuid();
  const all = params.starts.map(({ beadId, task, variables: given, ...start }, order) => {
    const persona = personas.need(start.persona);
    const how = needHow(hows, persona);
    const title = oneLine(known.beads?.get(beadId)?.title ?? "", 80) || persona.displayName;
    const record = (own: OwnPlace | null): SessionRecord =>
      newRecord({
        ...startedWith(how, persona),
        ...madeFor({ persona, task, cwd: own?.cwd ?? cwd, beadId, given }, known),
        title,
        queueHeld: true,
        batch: { batchId, limit: params.limit, order, hasBegun: false },
        worktree: own?.worktree ?? null,
      });
    const wanted = params.worktree === true ? { cwd, project, title, beadId, branch: undefined } : null;
    return { record, backendId: how.backend.id, wanted, notices: how.notices };
  });
  return { batchId, all };
}

/**
 * What a start with these parameters would give its session as a system prompt.
 * @throws {SwitchyardError} as `previewPrompt` in the method table
 */
export async function previewPrompt(
  options: PrepareOptions,
  params: ParsedParamsOf<"previewPrompt">,
): Promise<ResultOf<"previewPrompt">> {
  const { task, beadId, variables: given } = params;
  const place = await findPlace(options, params);
  const persona = (await options.personas(place)).need(params.persona);
  const folder = resolve(place.cwd);
  const cwd = await realpath(folder).catch(() => folder);
  const known = await knownFor(options, place, beadId);
  if (beadId !== undefined) beadIn(known, beadId);
  return {
    prompt: draftFor({ persona, task, cwd, beadId: beadId ?? null, given }, known),
    template: templateFor(persona, task)?.text ?? "",
    problems: [...persona.problems],
  };
}

/**
 * The persona of a start, which can have what it is started with; `path`: to the start in the params.
 * @throws {SwitchyardError} UNKNOWN_PERSONA, INVALID_PERSONA
 * @throws {InvalidParamsError} for a value of a variable that the persona doesn't have
 */
function usable(
  personas: Pick<PersonasHere, "need">,
  { persona: id, task, variables = {} }: Pick<ParsedParamsOf<"startAgentSession">, StartName>,
  path: readonly (string | number)[],
): Persona {
  const persona = personas.need(id);
  refuseProblems(persona);
  templateFor(persona, task);
  refuseUnknownVariables(persona, variables, path);
  return persona;
}

type StartName = "persona" | "task" | "variables";

/** What a session runs on, whatever it is for. */
interface How {
  readonly backend: Backend;
  readonly plugin: ReturnType<PluginOf>;
  /** Null: what the program takes by itself. */
  readonly model: string | null;
  readonly permissionMode: PermissionMode;
  readonly notices: readonly Notice[];
}

async function prepareHow(
  options: PrepareOptions,
  { cliBackend, model, permissionMode = "default" }: Pick<ParsedParamsOf<"startBeads">, HowName>,
  { persona, project }: { persona: Persona; project: ProjectWithSettings | null },
): Promise<How> {
  const backend = await chooseBackend(options, { named: cliBackend, preferred: persona.backend, project });
  const capabilities = await options.capabilities(backend);
  checkMode({ ...backend, capabilities }, permissionMode);
  // A model that was named for another program means nothing to this one.
  const isMeant = persona.backend !== undefined && options.backends.get(persona.backend)?.id === backend.id;
  const isThere = capabilities.models.some(({ id }) => id === persona.model);
  const own = isMeant || isThere ? (persona.model ?? null) : null;
  const isLeft = model === undefined && own === null && persona.model !== undefined;
  return {
    backend,
    plugin: options.pluginOf(backend.id),
    model: model ?? own,
    permissionMode,
    notices: isLeft ? [modelLeft(backend, persona)] : [],
  };
}

type HowName = "cliBackend" | "model" | "permissionMode";

function needHow(hows: ReadonlyMap<Persona["id"], How>, { id }: Persona): How {
  const how = hows.get(id);
  if (how === undefined) throw new Error(`Nothing was prepared for "${id}".`);
  return how;
}

function startedWith({ backend, plugin, model, permissionMode }: How, persona: Persona) {
  const backendId = backend.id;
  return {
    backendId,
    model,
    permissionMode,
    provenance: provenanceOf(persona, { backendId, plugin, model }),
  };
}

function madeFor(purpose: Parameters<typeof promptFor>[0], known: KnownBeads) {
  const { persona, task, cwd, beadId } = purpose;
  return {
    persona: persona.id,
    task: task ?? null,
    systemPrompt: promptFor(purpose, known),
    beadId,
    projectId: known.project?.projectId ?? null,
    cwd,
  };
}

export function knownFor(
  options: PrepareOptions,
  { project }: Place,
  beadId: Asked["beadId"],
): KnownBeads | Promise<KnownBeads> {
  if (project === null || beadId === undefined) return beadsInMemory(options, project);
  return readBeadsInTime(options, project, beadId);
}

function modelLeft({ displayName }: Backend, persona: Persona): Notice {
  const content = `${persona.displayName} asks for the model "${persona.model}", which is not among those of ${displayName}: the session has the one that this program takes by itself.`;
  return { type: "notice", content, level: "info", code: "model_left" };
}

/** A tracker that cannot be read is no reason not to work. */
function beadUnread({ project, fault }: KnownBeads): Notice[] {
  if (fault === null) return [];
  const content = `The tracker of ${project?.name ?? "the project"} could not be read, so the agent was told the bead's id and nothing of what it says. ${fault}`;
  return [{ type: "notice", content, level: "warning", code: "bead_unread" }];
}

function unreadable(fault: string): SwitchyardError {
  return new SwitchyardError("BD_FAILED", `The tracker could not be read. ${fault}`);
}

function refuseTwice(starts: ParsedParamsOf<"startBeads">["starts"]): void {
  const seen = new Set<string>();
  for (const [at, { beadId }] of starts.entries()) {
    if (seen.has(beadId)) throw new InvalidParamsError(["starts", at, "beadId"], "is named twice");
    seen.add(beadId);
  }
}

/** The folder by its real path, when all that can be checked of a start in it has been. */
export async function prepareFolder(
  options: Pick<PrepareOptions, "untrusted" | "locate">,
  folder: string,
  backend: Backend,
): Promise<string> {
  const asked = resolve(folder);
  await needFolder(asked);
  const cwd = await realpath(asked);
  await refuseUntrusted(options, cwd, backend);
  await options.locate(backend);
  return cwd;
}

export async function refuseUntrusted(
  options: Pick<PrepareOptions, "untrusted">,
  cwd: string,
  backend: Backend | undefined,
): Promise<void> {
  const question = await options.untrusted(cwd, backend);
  if (question !== null) throw folderNotTrusted(question);
}

/** @throws {SwitchyardError} NOT_ALLOWED, NOT_SUPPORTED */
export function checkMode(
  backend: Pick<Backend, "capabilities" | "displayName">,
  mode: PermissionMode,
): void {
  if (mode === "bypassPermissions") {
    throw new SwitchyardError(
      "NOT_ALLOWED",
      "No session runs without asking. Use default, acceptEdits or plan.",
    );
  }
  if (backend.capabilities.permissionModes.includes(mode)) return;
  throw new SwitchyardError(
    "NOT_SUPPORTED",
    `${backend.displayName} has no permission mode "${mode}". It has: ${backend.capabilities.permissionModes.join(", ")}.`,
  );
}
