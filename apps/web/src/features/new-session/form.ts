import { suggestPersona } from "@switchyard/beads";
import {
  type BackendInfo,
  type BlobId,
  type ParamsOf,
  type PermissionMode,
  PersonaId,
  type SessionId,
  type TaskId,
} from "@switchyard/core/protocol";
import { createSignal } from "solid-js";
import type { App } from "../../state/app.ts";
import { createStart, type Start } from "../../state/create-start.ts";
import type { DraftFiles } from "../../state/draft-files.ts";
import { startFilesOf } from "../../state/files-of-drafts.ts";
import { uploadAll } from "../../state/outgoing.ts";
import { recall, remember } from "../../state/local.ts";
import { startRefusal } from "../../state/start-refusal.ts";
import { toast } from "../../ui/toast.ts";
import { words } from "../../words/en.ts";
import { attachWords } from "../../words/attach-words.ts";
import { limitWords } from "../../words/limit-words.ts";
import { usageWords } from "../../words/usage-words.ts";
import { toWireError, type WireError, type WireErrorCode } from "../../wire/wire-error.ts";
import { untakenReason } from "../attach/refusal.ts";
import { amountOf, MOST_USD } from "../usage/format-usage.ts";
import { defaultMessage } from "../bead/default-message.ts";
import {
  forgetTyped,
  type FormValues,
  formValues as values,
  setFormValues as setValues,
} from "./form-values.ts";
import { createStartBead, type StartBead } from "./start-bead.ts";
import { createStartPlace, type StartPlace } from "./start-place.ts";

export type FormField =
  | "bead"
  | "folder"
  | "persona"
  | "backend"
  | "permissions"
  | "budget"
  | "message"
  | "form";

type Work = Pick<ParamsOf<"startAgentSession">, "projectId" | "cwd" | "beadId" | "task">;

export interface StartForm {
  readonly values: FormValues;
  set<K extends keyof FormValues>(field: K, value: FormValues[K]): void;
  setModel(backend: string, model: string): void;
  readonly place: StartPlace;
  readonly on: StartBead;
  folder(): string;
  persona(): string | undefined;
  /** What the persona is asked to do with the bead; undefined: what it does by default. */
  task(): TaskId | undefined;
  /** What it works on and where, as start and preview name it. */
  work(): Work;
  /** As it was typed; where nothing was, what the bead's session begins with. */
  message(): string;
  /** What goes with it; of each bead its own. */
  files(): DraftFiles;
  backend(): string | undefined;
  /** The chosen model, where the backend still has it; empty is the backend's own default. */
  model(backendId: string): string;
  /** The modes that the chosen backend offers. */
  permissionModes(): readonly PermissionMode[];
  /** The one that the session would get: a choice that the backend lacks is not kept for it. */
  permissionMode(): PermissionMode;
  error(field: FormField): string | undefined;
  isBusy(): boolean;
  /** False: no backend is there that a session could have. */
  isReadyToStart(): boolean;
  /** The start itself, with the question of trust that may stand before it. */
  readonly starting: Start;
  /** Starts the session; undefined where it was refused, and the reason stands under its field. */
  start(): Promise<SessionId | undefined>;
  trustAndStart(): Promise<SessionId | undefined>;
}

export function createStartForm(app: App): StartForm {
  const [fault, setFault] = createSignal<{ field: FormField; text: string } | null>(null);
  const [isWaiting, setWaiting] = createSignal(false);
  const starting = createStart(app, fail);

  const isReady = (backendId: string | null | undefined) => {
    const backend = backendId ? app.backends.get(backendId) : undefined;
    return backend !== undefined && isStartable(backend);
  };
  const place = createStartPlace(app);
  const on = createStartBead(app, place.project);
  const { folder } = place;
  const persona = () => {
    const known = (id: string | null | undefined) => app.personas.get(id ?? "")?.id;
    return (
      known(values.persona) ??
      known(on.suggestion()?.persona) ??
      known(recall("start.persona")) ??
      known("specialist") ??
      app.personas.list()[0]?.id
    );
  };
  const task = () => {
    const [bead, own] = [on.bead(), app.personas.get(persona() ?? "")];
    if (bead === undefined || own === undefined) return undefined;
    // A persona of the user's choice has its own task for such a bead, or none.
    return (on.suggestion()?.persona === own.id ? on.suggestion() : suggestPersona(bead, [own]))?.task;
  };
  const message = () => {
    const bead = on.bead();
    return values.message ?? (bead === undefined ? "" : defaultMessage(bead, task()));
  };
  const backend = () => {
    const preferred = [
      values.backend,
      keptBackend(defaultBackend(app)),
      defaultBackend(app),
      ...app.backends.list.map((one) => one.id as string),
    ];
    return preferred.find(isReady) ?? undefined;
  };
  const files = () => startFilesOf(app, values.bead);
  const model = (backendId: string) => {
    const chosen = values.models[backendId] ?? "";
    const known = app.backends.get(backendId)?.capabilities.models ?? [];
    return known.some((one) => one.id === chosen) ? chosen : "";
  };
  const permissionModes = () => {
    const declared = app.backends.get(backend() ?? "")?.capabilities.permissionModes ?? [];
    const offered = declared.filter((mode) => mode !== "bypassPermissions");
    return offered.length === 0 ? (["default"] as const) : offered;
  };
  const permissionMode = () =>
    permissionModes().find((mode) => mode === values.permissionMode) ?? permissionModes()[0] ?? "default";

  function refuse(field: FormField, text: string): undefined {
    setFault({ field, text });
    return undefined;
  }

  function fail(error: WireError): void {
    const field = fieldOf[error.code] ?? "form";
    if (field === "backend") void app.backends.check();
    refuse(field, startRefusal(error));
  }

  /** Whoever presses Start while the settings are read and the programs looked at need not press again. */
  async function untilKnown(): Promise<void> {
    if (app.connection.link() !== "live") return;
    setWaiting(true);
    if (place.folder() === "" && app.settings.cwd() === null) await app.settings.settled();
    if (backend() === undefined && app.backends.isChecking()) await app.backends.settled();
    setWaiting(false);
  }

  async function start(): Promise<SessionId | undefined> {
    if (isWaiting() || starting.isBusy()) return undefined;
    setFault(null);
    await untilKnown();
    if (folder().trim() === "") return refuse("folder", words.start.emptyFolder);
    const chosen = backend();
    if (chosen === undefined) return refuse("backend", words.backend.chooseReady);
    const limitUsd = amountOf(values.budget);
    if (limitUsd === undefined || (limitUsd ?? 0) > MOST_USD) {
      return refuse("budget", usageWords.dialog.invalid);
    }
    if (app.connection.link() !== "live") return refuse("form", words.start.notConnected);
    const attachments = await uploaded(chosen);
    if (attachments === undefined) return undefined;
    return settle(
      await starting.run({
        persona: PersonaId.parse(persona() ?? "none"),
        cliBackend: chosen,
        ...work(),
        permissionMode: permissionMode(),
        ...(message().trim() !== "" && { prompt: message() }),
        ...(attachments.length > 0 && { attachments }),
        ...(model(chosen) !== "" && { model: model(chosen) }),
      }),
    );
  }

  /** What goes with the first message, once the bridge has it; undefined: some of it can't go. */
  async function uploaded(backendId: string): Promise<BlobId[] | undefined> {
    const taker = app.backends.get(backendId);
    const own = files();
    if (own.list.some(({ state }) => state === "failed"))
      return refuse("message", attachWords.blocked.failed);
    setWaiting(true);
    const all = await uploadAll(own.outgoing()).catch(() => undefined);
    setWaiting(false);
    if (all === undefined) return refuse("message", attachWords.blocked.failed);
    const untaken = all.find(({ mediaType }) => taker && untakenReason(mediaType, taker) !== null);
    if (untaken !== undefined) return refuse("message", attachWords.startUntaken(untaken.name));
    return all.map(({ blobId }) => blobId);
  }

  /** A project's root is the bridge's to know; a folder is named. */
  function work(): Work {
    const [project, beadId, ownTask] = [place.project(), on.id(), task()];
    if (project === undefined) return { cwd: folder().trim() };
    return {
      projectId: project.projectId,
      ...(beadId !== undefined && { beadId }),
      ...(ownTask !== undefined && { task: ownTask }),
    };
  }

  /** What was chosen is kept for the next one, what was typed has gone out. */
  function settle(sessionId: SessionId | undefined): SessionId | undefined {
    if (sessionId === undefined) return undefined;
    void setBudget(sessionId);
    remember("start.for", app.settings.cwd());
    remember("start.folder", folder().trim());
    // What a bead suggested was no choice for the next one.
    if (values.persona !== null || on.suggestion() === null) remember("start.persona", persona() ?? "none");
    remember("start.backendFor", defaultBackend(app) ?? null);
    remember("start.backend", backend() ?? null);
    files().clear();
    forgetTyped();
    return sessionId;
  }

  /** It counts from the next turn on: the first one may begin before it. */
  async function setBudget(sessionId: SessionId): Promise<void> {
    const limitUsd = amountOf(values.budget);
    if (limitUsd === null || limitUsd === undefined) return;
    try {
      await app.wire.call("setBudget", { sessionId, limitUsd });
    } catch (thrown) {
      toast(`${limitWords.start.failed}: ${toWireError(thrown).message}`);
    }
  }

  return {
    values,
    set(field, value) {
      setValues(field, value);
      setFault(null);
    },
    place,
    on,
    task,
    work,
    message,
    files,
    setModel: (backendId, model) => setValues("models", backendId, model),
    folder,
    persona,
    backend,
    model,
    permissionModes,
    permissionMode,
    error: (field) => (fault()?.field === field ? fault()?.text : undefined),
    isBusy: () => isWaiting() || starting.isBusy(),
    isReadyToStart: () => backend() !== undefined || app.backends.isChecking() || !app.backends.isLoaded(),
    starting,
    start,
    trustAndStart: async () => settle(await starting.trustAndRun()),
  };
}

/** While it is being probed it may be chosen: the bridge checks again when it starts. */
export function isStartable(backend: BackendInfo): boolean {
  return backend.state === "ready" || backend.state === "checking";
}

/** Where each refusal belongs that a start of several can meet too. */
export const sharedFieldOf = {
  UNKNOWN_BACKEND: "backend",
  BACKEND_UNAVAILABLE: "backend",
  CLI_NOT_FOUND: "backend",
  CLI_NOT_LOGGED_IN: "backend",
  NOT_ALLOWED: "permissions",
  NOT_SUPPORTED: "permissions",
  TOO_LARGE: "message",
  PROMPT_TOO_LONG: "message",
} as const satisfies Partial<Record<WireErrorCode, FormField>>;

const fieldOf: Partial<Record<WireErrorCode, FormField>> = {
  FOLDER_NOT_FOUND: "folder",
  PROJECT_NOT_FOUND: "folder",
  BEAD_NOT_FOUND: "bead",
  BD_FAILED: "bead",
  UNKNOWN_PERSONA: "persona",
  INVALID_PERSONA: "persona",
  ...sharedFieldOf,
};

/** The last choice, while the default is the same one; with another default, that one is meant. */
function keptBackend(byDefault: string | undefined): string | null {
  return byDefault !== undefined && recall("start.backendFor") === byDefault ? recall("start.backend") : null;
}

/** What the bridge means where none is named; the backends are told anew more often than the settings. */
function defaultBackend(app: App): string | undefined {
  return app.backends.list.find((one) => one.isDefault)?.id ?? app.settings.settings()?.cliBackend;
}
