import {
  type PermissionMode,
  PersonaId,
  type SessionId,
  type TrustQuestion,
} from "@switchyard/core/protocol";
import { batch, createSignal } from "solid-js";
import { createStore } from "solid-js/store";
import type { App } from "../../state/app.ts";
import { recall, remember } from "../../state/local.ts";
import { questionOf } from "../../state/outbox.ts";
import { words } from "../../words/en.ts";
import { toWireError, type WireError, type WireErrorCode } from "../../wire/wire-error.ts";

export type FormField = "folder" | "persona" | "backend" | "permissions" | "message" | "form";

export interface FormValues {
  /** Null: the default, which may not be known yet. */
  folder: string | null;
  persona: string | null;
  backend: string | null;
  /** By backend; empty is its own default. */
  models: Record<string, string>;
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
  error(field: FormField): string | undefined;
  isBusy(): boolean;
  /** False: no backend is there that a session could have. */
  isReadyToStart(): boolean;
  question(): TrustQuestion | null;
  dismissQuestion(): void;
  /** Starts the session; undefined where it was refused, and the reason stands under its field. */
  start(): Promise<SessionId | undefined>;
  trustAndStart(): Promise<SessionId | undefined>;
}

export function createStartForm(app: App): StartForm {
  const [fault, setFault] = createSignal<{ field: FormField; text: string } | null>(null);
  const [question, setQuestion] = createSignal<TrustQuestion | null>(null);
  const [isBusy, setBusy] = createSignal(false);

  const isReady = (backendId: string | null | undefined) => {
    const state = backendId ? app.backends.get(backendId)?.state : undefined;
    return state === "ready" || state === "checking";
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
      recall("start.backend"),
      app.settings.settings()?.cliBackend,
      app.backends.list.find((one) => one.isDefault)?.id,
      ...app.backends.list.map((one) => one.id as string),
    ];
    return preferred.find(isReady) ?? undefined;
  };

  function refuse(field: FormField, text: string): undefined {
    setFault({ field, text });
    return undefined;
  }

  function fail(error: WireError): undefined {
    const asked = questionOf(error);
    if (asked !== null) {
      setQuestion(asked);
      return undefined;
    }
    setQuestion(null);
    const field = fieldOf[error.code] ?? "form";
    if (field === "backend") void app.backends.check();
    return refuse(field, messageOf(error));
  }

  /** Whoever presses Start while the programs are still looked at need not press again. */
  async function backendOnceChecked(): Promise<string | undefined> {
    if (app.connection.link() !== "live" || !app.backends.isChecking()) return undefined;
    setBusy(true);
    await app.backends.settled();
    setBusy(false);
    return backend();
  }

  async function start(): Promise<SessionId | undefined> {
    if (isBusy()) return undefined;
    setFault(null);
    const cwd = folder().trim();
    if (cwd === "") return refuse("folder", words.start.emptyFolder);
    const chosen = backend() ?? (await backendOnceChecked());
    if (chosen === undefined) return refuse("backend", words.backend.chooseReady);
    if (app.connection.link() !== "live") return refuse("form", words.start.notConnected);
    setBusy(true);
    try {
      const model = values.models[chosen] ?? "";
      const { sessionId } = await app.wire.call("startAgentSession", {
        persona: PersonaId.parse(persona() ?? "none"),
        cliBackend: chosen,
        cwd,
        permissionMode: values.permissionMode,
        ...(values.message.trim() !== "" && { prompt: values.message }),
        ...(model !== "" && { model }),
      });
      keep(app.settings.cwd(), { cwd, persona: persona() ?? "none", backend: chosen });
      await app.sessions.reload();
      batch(() => setValues({ message: "", folder: null, persona: null, backend: null }));
      return sessionId;
    } catch (thrown) {
      return fail(toWireError(thrown));
    } finally {
      setBusy(false);
    }
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
    error: (field) => (fault()?.field === field ? fault()?.text : undefined),
    isBusy,
    isReadyToStart: () => backend() !== undefined || app.backends.isChecking() || !app.backends.isLoaded(),
    question,
    dismissQuestion: () => setQuestion(null),
    start,
    async trustAndStart() {
      const asked = question();
      if (asked === null) return undefined;
      setBusy(true);
      try {
        await app.wire.call("trustFolder", { cwd: asked.cwd, hash: asked.hash });
      } catch (thrown) {
        return fail(toWireError(thrown));
      } finally {
        setBusy(false);
      }
      const sessionId = await start();
      if (fault() !== null) setQuestion(null);
      return sessionId;
    },
  };
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

function messageOf(error: WireError): string {
  if (error.code === "TIMEOUT" || error.code === "CLOSED") return words.start.slow;
  return error.message;
}

/** The last folder, while the bridge stands for the same one; started for another, that one is meant. */
function keptFolder(bridgeCwd: string | null): string | null {
  return recall("start.for") === bridgeCwd ? (recall("start.folder") ?? bridgeCwd) : bridgeCwd;
}

function keep(bridgeCwd: string | null, chosen: { cwd: string; persona: string; backend: string }): void {
  remember("start.for", bridgeCwd);
  remember("start.folder", chosen.cwd);
  remember("start.persona", chosen.persona);
  remember("start.backend", chosen.backend);
}

function empty(): FormValues {
  return { folder: null, persona: null, backend: null, models: {}, permissionMode: "default", message: "" };
}

/** Forgets what was typed; for tests. */
export function clearStartForm(): void {
  setValues(empty());
}
