import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import type { Backend } from "@switchyard/core/backend";
import { type Persona, templateFor } from "@switchyard/core/persona";
import {
  type BackendId,
  InvalidParamsError,
  type ParsedParamsOf,
  type PermissionMode,
  type ResultOf,
  SwitchyardError,
} from "@switchyard/core/protocol";
import type { Registry } from "@switchyard/core/registry";
import { v4 as uuid } from "uuid";
import type { NewChunk } from "../log/log.ts";
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
import { folderNotTrusted, needFolder } from "./launch.ts";
import { type Asked, findPlace, type Place, type PlaceOptions } from "./place.ts";
import { promptFor } from "./prompt.ts";
import { newRecord, type SessionRecord } from "./record.ts";
import type { SessionDeps } from "./session-deps.ts";

export interface PrepareOptions
  extends PlaceOptions, KnownBeadsOptions, Pick<SessionDeps, "untrusted" | "locate" | "capabilities"> {
  readonly backends: Registry<Backend["id"], Backend>;
  readonly personas: () => Promise<Registry<Persona["id"], Persona>>;
  readonly defaultBackend: () => Promise<BackendId>;
}

/** A session that may begin: all that can be checked without starting anything was. */
export interface Prepared {
  readonly record: SessionRecord;
  /** What the user should know of it; null: nothing. */
  readonly notice: Extract<NewChunk, { type: "notice" }> | null;
}

/**
 * Checks all that can be checked without starting anything, so that a miss creates nothing.
 * @throws {SwitchyardError} as `startAgentSession` in the method table
 */
export async function prepareStart(
  options: PrepareOptions,
  params: ParsedParamsOf<"startAgentSession">,
): Promise<Prepared> {
  const { task, beadId, title, prompt } = params;
  const how = await prepareHow(options, params);
  const persona = (await options.personas()).need(params.persona);
  const place = await findPlace(options, params);
  const cwd = await prepareFolder(options, place.cwd, how.backend);
  const known = await knownFor(options, place, beadId);
  const bead = beadId === undefined ? null : beadIn(known, beadId);
  const named = title?.trim() || oneLine(bead?.title ?? prompt ?? "", 80) || persona.displayName;
  const record = newRecord({
    ...startedWith(how, persona),
    ...madeFor({ persona, task, cwd, beadId: beadId ?? null }, known),
    title: named,
  });
  return { record, notice: bead === null && beadId !== undefined ? beadUnread(known) : null };
}

/**
 * The same for several on the beads of one project: all of them or none.
 * @throws {SwitchyardError} as `startBeads` in the method table
 */
export async function prepareBatch(
  options: PrepareOptions,
  params: ParsedParamsOf<"startBeads">,
): Promise<{ batchId: string; records: SessionRecord[] }> {
  refuseTwice(params.starts);
  const how = await prepareHow(options, params);
  const personas = await options.personas();
  for (const { persona, task } of params.starts) templateFor(personas.need(persona), task);
  await options.projects.ready();
  const project = options.projects.need(params.projectId);
  const cwd = await prepareFolder(options, project.path, how.backend);
  const beadIds = params.starts.map(({ beadId }) => beadId);
  const known = await readBeads(options, project, beadIds);
  const missing = beadIds.filter((id) => known.beads?.get(id) === undefined);
  if (missing.length > 0 && known.fault !== null) throw unreadable(known.fault);
  if (missing.length > 0) throw beadNotFound(project, missing);
  const batchId = uuid();
  const records = params.starts.map(({ beadId, task, ...start }, order) => {
    const persona = personas.need(start.persona);
    const title = oneLine(known.beads?.get(beadId)?.title ?? "", 80) || persona.displayName;
    return newRecord({
      ...startedWith(how, persona),
      ...madeFor({ persona, task, cwd, beadId }, known),
      title,
      queueHeld: true,
      batch: { batchId, limit: params.limit, order, hasBegun: false },
    });
  });
  return { batchId, records };
}

/**
 * What a start with these parameters would give its session as a system prompt.
 * @throws {SwitchyardError} as `previewPrompt` in the method table
 */
export async function previewPrompt(
  options: PrepareOptions,
  params: ParsedParamsOf<"previewPrompt">,
): Promise<ResultOf<"previewPrompt">> {
  const { task, beadId } = params;
  const persona = (await options.personas()).need(params.persona);
  const place = await findPlace(options, params);
  const folder = resolve(place.cwd);
  const cwd = await realpath(folder).catch(() => folder);
  const known = await knownFor(options, place, beadId);
  if (beadId !== undefined) beadIn(known, beadId);
  return {
    prompt: promptFor({ persona, task, cwd, beadId: beadId ?? null }, known),
    template: templateFor(persona, task)?.text ?? "",
    problems: [...persona.problems],
  };
}

/** What a session runs on, whatever it is for. */
interface How {
  readonly backend: Backend;
  readonly model: string | undefined;
  readonly permissionMode: PermissionMode;
}

async function prepareHow(
  options: PrepareOptions,
  { cliBackend, model, permissionMode = "default" }: Pick<ParsedParamsOf<"startBeads">, HowName>,
): Promise<How> {
  const backend = options.backends.need(cliBackend ?? (await options.defaultBackend()));
  const capabilities = await options.capabilities(backend);
  checkMode({ ...backend, capabilities }, permissionMode);
  return { backend, model, permissionMode };
}

type HowName = "cliBackend" | "model" | "permissionMode";

function startedWith({ backend, model, permissionMode }: How, persona: Persona) {
  return { backendId: backend.id, model: model ?? persona.model ?? null, permissionMode };
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

function knownFor(
  options: PrepareOptions,
  { project }: Place,
  beadId: Asked["beadId"],
): KnownBeads | Promise<KnownBeads> {
  if (project === null || beadId === undefined) return beadsInMemory(options, project);
  return readBeadsInTime(options, project, beadId);
}

/** A tracker that cannot be read is no reason not to work. */
function beadUnread({ project, fault }: KnownBeads): Prepared["notice"] {
  if (fault === null) return null;
  const content = `The tracker of ${project?.name ?? "the project"} could not be read, so the agent was told the bead's id and nothing of what it says. ${fault}`;
  return { type: "notice", content, level: "warning", code: "bead_unread" };
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
