import { type BackendInfo, type PermissionMode, PersonaId, type SessionId } from "@switchyard/core/protocol";
import { batch, createSignal } from "solid-js";
import { createStore } from "solid-js/store";
import type { App } from "../../state/app.ts";
import { createStart, type Start } from "../../state/create-start.ts";
import { recall, remember } from "../../state/local.ts";
import { startRefusal } from "../../state/start-refusal.ts";
import { words } from "../../words/en.ts";
import type { WireError, WireErrorCode } from "../../wire/wire-error.ts";

export type FormField = "folder" | "persona" | "backend" | "permissions" | "message" | "form";

export interface FormValues {
  /** Null: the default, which may not be known yet. */
  folder: string | null;
  persona: string | null;
  backend: string | null;
  /** By backend; empty is its own default. */
  models: Record<string, string>;
  /** As the user chose it, whatever the backend can do. */
  permissionMode: PermissionMode;
  message: string;
}

/** What was typed outlives the dialog: closing it by mistake loses nothing. */
const [values, setValues] = createStore<FormValues>(empty());

export interface StartForm {
  readonly values: FormValues;
  set<K extends keyof FormValues>(field: K, value: FormValues[K]): void;
  setModel(backend: string, model: string): void;
  folder(): string;
  persona(): string | undefined;
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
  const folder = () => values.folder ?? keptFolder(app.settings.cwd()) ?? "";
  const persona = () => {
    const known = (id: string | null) => (id !== null && app.personas.get(id) !== undefined ? id : undefined);
    return (
      known(values.persona) ??
      known(recall("start.persona")) ??
      known("specialist") ??
      app.personas.list()[0]?.id
    );
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
    if (values.folder === null && app.settings.cwd() === null) await app.settings.settled();
    if (backend() === undefined && app.backends.isChecking()) await app.backends.settled();
    setWaiting(false);
  }

  async function start(): Promise<SessionId | undefined> {
    if (isWaiting() || starting.isBusy()) return undefined;
    setFault(null);
    await untilKnown();
    const cwd = folder().trim();
    if (cwd === "") return refuse("folder", words.start.emptyFolder);
    const chosen = backend();
    if (chosen === undefined) return refuse("backend", words.backend.chooseReady);
    if (app.connection.link() !== "live") return refuse("form", words.start.notConnected);
    return settle(
      await starting.run({
        persona: PersonaId.parse(persona() ?? "none"),
        cliBackend: chosen,
        cwd,
        permissionMode: permissionMode(),
        ...(values.message.trim() !== "" && { prompt: values.message }),
        ...(model(chosen) !== "" && { model: model(chosen) }),
      }),
    );
  }

  /** What was chosen is kept for the next one, what was typed has gone out. */
  function settle(sessionId: SessionId | undefined): SessionId | undefined {
    if (sessionId === undefined) return undefined;
    remember("start.for", app.settings.cwd());
    remember("start.folder", folder().trim());
    remember("start.persona", persona() ?? "none");
    remember("start.backendFor", defaultBackend(app) ?? null);
    remember("start.backend", backend() ?? null);
    batch(() => setValues({ message: "", folder: null, persona: null, backend: null }));
    return sessionId;
  }

  return {
    values,
    set(field, value) {
      setValues(field, value);
      setFault(null);
    },
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

/** Where each refusal belongs. */
const fieldOf: Partial<Record<WireErrorCode, FormField>> = {
  FOLDER_NOT_FOUND: "folder",
  UNKNOWN_PERSONA: "persona",
  INVALID_PERSONA: "persona",
  UNKNOWN_BACKEND: "backend",
  BACKEND_UNAVAILABLE: "backend",
  CLI_NOT_FOUND: "backend",
  CLI_NOT_LOGGED_IN: "backend",
  NOT_ALLOWED: "permissions",
  NOT_SUPPORTED: "permissions",
  TOO_LARGE: "message",
  PROMPT_TOO_LONG: "message",
};

/** The last folder, while the bridge stands for the same one; started for another, that one is meant. */
function keptFolder(bridgeCwd: string | null): string | null {
  return recall("start.for") === bridgeCwd ? (recall("start.folder") ?? bridgeCwd) : bridgeCwd;
}

/** The last choice, while the default is the same one; with another default, that one is meant. */
function keptBackend(byDefault: string | undefined): string | null {
  return byDefault !== undefined && recall("start.backendFor") === byDefault ? recall("start.backend") : null;
}

/** What the bridge means where none is named; the backends are told anew more often than the settings. */
function defaultBackend(app: App): string | undefined {
  return app.backends.list.find((one) => one.isDefault)?.id ?? app.settings.settings()?.cliBackend;
}

function empty(): FormValues {
  return { folder: null, persona: null, backend: null, models: {}, permissionMode: "default", message: "" };
}

/** Forgets what was typed; for tests. */
export function clearStartForm(): void {
  setValues(empty());
}
