import { BeadId, type ProjectId, type SessionInfo } from "@switchyard/core/protocol";
import { createSignal } from "solid-js";
import type { App } from "../../state/app.ts";
import type { Written } from "../../state/bead-edits.ts";
import { toWireError } from "../../wire/wire-error.ts";
import { verifyWords as words } from "../../words/verify-words.ts";
import { leaveVerified, markVerified } from "./mark-verified.ts";

/** A session on a bead of a project. */
export interface OnBead {
  readonly projectId: ProjectId;
  readonly beadId: string;
  readonly session: SessionInfo;
}

/** What did not go: in whose words, and whether the tracker would do it if it were told to. */
export interface Refusal {
  readonly title: string;
  readonly text: string;
  readonly canForce: boolean;
}

/** The ways to end the work on a bead, or to go on with it; each says what was done, or why it was not. */
export function createVerifyActs(app: App, of: () => OnBead, onDone: (word: string) => void) {
  const [busy, setBusy] = createSignal<string | null>(null);
  const [refusal, setRefusal] = createSignal<Refusal | null>(null);
  const ref = () => ({ projectId: of().projectId, beadId: BeadId.parse(of().beadId) });

  async function act(name: string, work: () => Promise<string | Refusal>): Promise<boolean> {
    if (busy() !== null) return false;
    setBusy(name);
    setRefusal(null);
    const end = await work().catch((thrown: unknown) => refused(words.failed, toWireError(thrown)));
    setBusy(null);
    if (typeof end === "string") onDone(end);
    else setRefusal(end);
    return typeof end === "string";
  }

  async function verified(word: string): Promise<string> {
    await markVerified(app, of().session);
    return word;
  }

  const ofTracker = async (work: Promise<Written>, then: () => Promise<string>) => {
    const written = await work;
    return written.isDone ? then() : refused(words.refused, written.error);
  };

  return {
    busy,
    refusal,
    forget: () => setRefusal(null),
    close: (reason: string, force: boolean) =>
      act("close", () =>
        ofTracker(
          app.beadEdits.close(ref(), { ...(reason.trim() === "" ? {} : { reason: reason.trim() }), force }),
          () => verified(words.done.closed),
        ),
      ),
    reopen: () =>
      act("reopen", () => ofTracker(app.beadEdits.reopen(ref()), () => verified(words.done.reopened))),
    leave: () =>
      act("leave", async () => {
        await leaveVerified(app, of().session);
        return words.done.left;
      }),
    /** `isClosed`: the bead, which is opened again first. */
    sendBack: (note: string, isClosed: boolean) =>
      act("sendBack", async () => {
        const go = async () => {
          const { session } = of();
          const { sessionId } = session;
          if (session.status === "stopped") await app.wire.call("resumeSession", { sessionId });
          const word = await verified(words.done.sentBack);
          app.outbox.send(sessionId, { text: note.trim(), mode: "queue", files: [] });
          return word;
        };
        return isClosed ? ofTracker(app.beadEdits.reopen(ref(), note.trim()), go) : go();
      }),
  };
}

export type VerifyActs = ReturnType<typeof createVerifyActs>;

function refused(title: string, { message, data }: ReturnType<typeof toWireError>): Refusal {
  return { title, text: message, canForce: data["canForce"] === true };
}
