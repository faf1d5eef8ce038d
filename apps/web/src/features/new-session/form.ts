import { type BlobId, type ParamsOf, PersonaId, type SessionId } from "@switchyard/core/protocol";
import { createSignal } from "solid-js";
import type { App } from "../../state/app.ts";
import { createStart, type Start } from "../../state/create-start.ts";
import type { DraftFiles } from "../../state/draft-files.ts";
import { startFilesOf } from "../../state/files-of-drafts.ts";
import { uploadAll } from "../../state/outgoing.ts";
import { remember } from "../../state/local.ts";
import type { PlacePersonas } from "../../state/personas.ts";
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
import { createStartWorktree, type StartWorktree } from "../worktree/create-start-worktree.ts";
import {
  forgetTyped,
  type FormValues,
  formValues as values,
  setFormValues as setValues,
} from "./form-values.ts";
import { createStartBackend, type StartBackend } from "./start-backend.ts";
import { createStartBead, type StartBead } from "./start-bead.ts";
import { createStartPersona, type StartPersona } from "./start-persona.ts";
import { createStartPlace, type StartPlace } from "./start-place.ts";

export type FormField =
  | "bead"
  | "folder"
  | "persona"
  | "backend"
  | "permissions"
  | "budget"
  | "worktree"
  | "message"
  | "form";

type Asked = Pick<ParamsOf<"startAgentSession">, "projectId" | "cwd" | "beadId" | "task" | "variables">;

export interface StartForm extends StartBackend {
  readonly values: FormValues;
  set<K extends keyof FormValues>(field: K, value: FormValues[K]): void;
  readonly place: StartPlace;
  readonly on: StartBead;
  /** Those that the session can have in its place. */
  readonly personas: PlacePersonas;
  readonly who: StartPersona;
  readonly worktree: StartWorktree;
  folder(): string;
  /** What it works on, where and with which variables, as start and preview name it. */
  asked(): Asked;
  /** As it was typed; where nothing was, what the bead's session begins with. */
  message(): string;
  /** What goes with it; of each bead its own. */
  files(): DraftFiles;
  error(field: FormField): string | undefined;
  isBusy(): boolean;
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

  const place = createStartPlace(app);
  const personas = app.personas.in(place.personaPlace);
  const on = createStartBead(app, { project: place.project, personas });
  const who = createStartPersona(personas, on);
  const runs = createStartBackend(app, { project: place.project, persona: who.chosen, personas });
  const { folder } = place;
  const { backend, model } = runs;
  const message = () => {
    const bead = on.bead();
    return values.message ?? (bead === undefined ? "" : defaultMessage(bead, who.task()));
  };
  const files = () => startFilesOf(app, values.bead);
  const worktree = createStartWorktree(app, worktreeFor, [
    () => values.worktree,
    (change) => {
      setValues("worktree", change);
      setFault(null);
    },
  ]);

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
    if (!personas.isLoaded()) await personas.settled();
    if (backend() === undefined && app.backends.isChecking()) await app.backends.settled();
    setWaiting(false);
  }

  async function start(): Promise<SessionId | undefined> {
    if (isWaiting() || starting.isBusy()) return undefined;
    setFault(null);
    await untilKnown();
    if (folder().trim() === "") return refuse("folder", words.start.emptyFolder);
    // The reason stands under the personas as long as it holds.
    if (who.missing() !== undefined) return undefined;
    const chosen = backend();
    if (chosen === undefined) return refuse("backend", words.backend.chooseReady);
    const limitUsd = amountOf(values.budget);
    if (limitUsd === undefined || (limitUsd ?? 0) > MOST_USD) {
      return refuse("budget", usageWords.dialog.invalid);
    }
    const untreed = worktree.isOn() ? (worktree.branchFault() ?? worktree.fault()) : undefined;
    if (untreed !== undefined) return refuse("worktree", untreed);
    if (app.connection.link() !== "live") return refuse("form", words.start.notConnected);
    const attachments = await uploaded(chosen);
    if (attachments === undefined) return undefined;
    return settle(
      await starting.run({
        persona: who.chosen()?.id ?? PersonaId.parse("none"),
        cliBackend: chosen,
        ...asked(),
        permissionMode: runs.permissionMode(),
        ...worktree.asked(),
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

  /** Without a bead the branch is named from what is to be done. */
  function worktreeFor(): ParamsOf<"previewWorktree"> | null {
    const [where, beadId] = [place.personaPlace(), on.id()];
    if (where.projectId === undefined && where.cwd === undefined) return null;
    if (beadId !== undefined) return { ...where, beadId };
    const title = message().trim().slice(0, MOST_TITLE);
    return { ...where, ...(title !== "" && { title }) };
  }

  /** A project's root is the bridge's to know; a folder is named. */
  function asked(): Asked {
    const [project, beadId, task] = [place.project(), on.id(), who.task()];
    const given = who.values.given(who.chosen());
    if (project === undefined) return { cwd: folder().trim(), ...given };
    return {
      projectId: project.projectId,
      ...(beadId !== undefined && { beadId }),
      ...(task !== undefined && { task }),
      ...given,
    };
  }

  /** What was chosen is kept for the next one, what was typed has gone out. */
  function settle(sessionId: SessionId | undefined): SessionId | undefined {
    if (sessionId === undefined) return undefined;
    void setBudget(sessionId);
    remember("start.for", app.settings.cwd());
    remember("start.folder", folder().trim());
    who.keep();
    runs.keep();
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
    ...runs,
    values,
    set(field, value) {
      setValues(field, value);
      setFault(null);
    },
    chooseBackend(backendId) {
      runs.chooseBackend(backendId);
      setFault(null);
    },
    choosePermissionMode(mode) {
      runs.choosePermissionMode(mode);
      setFault(null);
    },
    place,
    on,
    personas,
    who,
    worktree,
    asked,
    message,
    files,
    folder,
    error: (field) => (fault()?.field === field ? fault()?.text : undefined),
    isBusy: () => isWaiting() || starting.isBusy(),
    starting,
    start,
    trustAndStart: async () => settle(await starting.trustAndRun()),
  };
}

/** As long as the wire takes. */
const MOST_TITLE = 500;

/** Where each refusal belongs that a start of several can meet too. */
export const sharedFieldOf = {
  UNKNOWN_BACKEND: "backend",
  BACKEND_UNAVAILABLE: "backend",
  CLI_NOT_FOUND: "backend",
  CLI_NOT_LOGGED_IN: "backend",
  NOT_ALLOWED: "permissions",
  NOT_SUPPORTED: "permissions",
  GIT_FAILED: "worktree",
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
