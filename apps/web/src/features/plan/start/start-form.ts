import type { Project, ResultOf } from "@switchyard/core/protocol";
import { createSignal, untrack } from "solid-js";
import { createStore } from "solid-js/store";
import type { App } from "../../../state/app.ts";
import { createBatchStart, type TrustGate } from "../../../state/create-start.ts";
import { batchWords } from "../../../words/batch-words.ts";
import { words as pageWords } from "../../../words/en.ts";
import type { WireError, WireErrorCode } from "../../../wire/wire-error.ts";
import { sharedFieldOf } from "../../new-session/form.ts";
import type { StartBackend } from "../../new-session/start-backend.ts";
import { createStartWorktree, noWorktree, type StartWorktree } from "../../worktree/create-start-worktree.ts";
import { freePlaces } from "../foot/free-places.ts";
import { firstMessage } from "./first-message.ts";
import type { StartList } from "./start-list.ts";

const words = batchWords.dialog;

type Field = "backend" | "permissions" | "limit" | "message" | "worktree" | "form";

/** What the sessions of one batch have in runs. */
export interface BatchForm {
  limit(): string;
  setLimit(limit: string): void;
  message(): string;
  setMessage(message: string): void;
  /** Each of them gets one of its own. */
  readonly worktree: StartWorktree;
  error(field: Field): string | undefined;
  readonly gate: TrustGate;
  /** Undefined where it was refused, or waits for trust. */
  start(): Promise<Started | undefined>;
  trustAndStart(): Promise<Started | undefined>;
}

export interface Started {
  readonly count: number;
  /** How many of them are in line. */
  readonly waiting: number;
}

/** `runs` gives backend, model and permission mode. */
export function createBatchForm(
  app: App,
  { runs, list, project }: { runs: StartBackend; list: StartList; project: Project },
): BatchForm {
  const [limit, setLimit] = createSignal(String(defaultLimit(app)));
  const [message, setMessage] = createSignal("");
  const [fault, setFault] = createSignal<{ field: Field; text: string } | null>(null);
  const [wish, setWish] = createStore(noWorktree());
  const worktree = createStartWorktree(app, () => ({ projectId: project.projectId }), [
    () => wish,
    (change) => {
      setWish(change);
      setFault(null);
    },
  ]);
  const starting = createBatchStart(app, (error) => setFault(faultOf(error)));

  function refuse(field: Field, text: string): undefined {
    setFault({ field, text });
    return undefined;
  }

  async function start(): Promise<Started | undefined> {
    if (starting.isBusy()) return undefined;
    setFault(null);
    const starts = list.ticked().flatMap((bead) => {
      const asked = list.askedOf(bead);
      return asked === undefined
        ? []
        : [{ beadId: bead.id, ...asked, prompt: firstMessage(message(), bead, asked.task) }];
    });
    if (starts.length === 0) return refuse("form", words.nothing);
    const atOnce = wholeNumber(limit());
    if (atOnce === null) return refuse("limit", words.limitWrong);
    const backend = runs.backend();
    if (backend === undefined) return refuse("backend", pageWords.backend.chooseReady);
    const untreed = worktree.fault();
    if (untreed !== undefined) return refuse("worktree", untreed);
    if (app.connection.link() !== "live") return refuse("form", pageWords.start.notConnected);
    const model = runs.model(backend);
    return told(
      await starting.run({
        projectId: project.projectId,
        starts,
        cliBackend: backend,
        permissionMode: runs.permissionMode(),
        limit: atOnce,
        ...(worktree.isOn() && { worktree: true }),
        ...(model !== "" && { model }),
      }),
    );
  }

  function told(result: ResultOf<"startBeads"> | undefined): Started | undefined {
    if (result === undefined) return undefined;
    const count = result.sessionIds.length;
    return { count, waiting: Math.max(0, count - (wholeNumber(limit()) ?? count)) };
  }

  return {
    limit,
    setLimit(next) {
      setLimit(next);
      setFault(null);
    },
    message,
    setMessage(next) {
      setMessage(next);
      setFault(null);
    },
    worktree,
    error: (field) => (fault()?.field === field ? fault()?.text : undefined),
    gate: starting,
    start,
    trustAndStart: async () => told(await starting.trustAndRun()),
  };
}

/** A few at once, and no more than there is place for. */
function defaultLimit(app: App): number {
  return Math.max(1, Math.min(3, untrack(() => freePlaces(app))?.free ?? 3));
}

function wholeNumber(text: string): number | null {
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 && value <= 1000 ? value : null;
}

function faultOf(error: WireError): { field: Field; text: string } {
  const isUnanswered = error.code === "TIMEOUT" || error.code === "CLOSED";
  return { field: fieldOf[error.code] ?? "form", text: isUnanswered ? words.slow : error.message };
}

const fieldOf: Partial<Record<WireErrorCode, Field>> = sharedFieldOf;
