import type { SessionId, WaitingRequest } from "@switchyard/core/protocol";
import { type Accessor, createEffect, createMemo, createSignal } from "solid-js";
import type { App } from "../../state/app.ts";
import { toast } from "../../ui/toast.ts";
import { WireError } from "../../wire/wire-error.ts";
import { askWords } from "../../words/ask-words.ts";
import { createArming } from "../ask/create-arming.ts";
import type { InputPart } from "../ask/input-parts.ts";
import { wholeLine } from "../inbox/request-line.ts";

/** What a tile asks, and the ways to answer it there. */
export interface TileAsk {
  /** The one that waits longest. */
  readonly request: Accessor<WaitingRequest | undefined>;
  /** How many wait. */
  readonly count: Accessor<number>;
  /** Its whole input, where a tile shows all of it: only then it is allowed there. */
  readonly parts: Accessor<readonly InputPart[] | null>;
  /** Whether the tile has room for all of that. */
  setFits(fits: boolean): void;
  readonly isAnswering: Accessor<boolean>;
  /** For a moment after another request came it takes no answer. */
  readonly isHeld: Accessor<boolean>;
  /** Whether a no is taken. */
  readonly canReject: Accessor<boolean>;
  /** Allows what is shown whole; what is not, and forms, are opened. */
  allow(): void;
  reject(): void;
  /** The card or form over the tile. */
  readonly isOpen: Accessor<boolean>;
  setOpen(isOpen: boolean): void;
}

export function createTileAsk(app: App, sessionId: SessionId): TileAsk {
  const [isOpen, setOpen] = createSignal(false);
  const [fits, setFits] = createSignal(true);
  const waiting = () => app.requests.of(sessionId);
  const request = createMemo(() => waiting()[0]);
  const id = createMemo(() => request()?.requestId);
  const armed = createArming(id);
  const isAnswering = () => app.requests.isAnswering(id() ?? "");
  const isHeld = () => !armed();
  const options = () => {
    const asked = request();
    return asked?.kind === "permission" ? asked.options : [];
  };
  const decision = (...wanted: readonly string[]) =>
    wanted.flatMap((one) => options().find((option) => option.decision === one)?.decision ?? [])[0];
  const parts = createMemo(() => {
    const asked = request();
    return asked === undefined || decision("allow_once") === undefined ? null : wholeLine(asked);
  });
  // One that comes later does not open by itself: nobody asked to see it.
  createEffect(() => {
    if (request() === undefined) setOpen(false);
  });
  const rejection = () => decision("reject_once", "reject_always");

  function give(chosen: ReturnType<typeof decision>): void {
    const asked = request();
    if (asked === undefined || chosen === undefined || isHeld() || isAnswering()) return;
    app.requests.answer(asked, chosen).catch((thrown: unknown) => {
      // Answered elsewhere is no error: what says so is on its way.
      if (thrown instanceof WireError && thrown.code === "ALREADY_ANSWERED") return;
      toast(`${askWords.answerFailed}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    });
  }

  return {
    request,
    count: () => waiting().length,
    parts: () => (fits() ? parts() : null),
    setFits,
    isAnswering,
    isHeld,
    canReject: () => rejection() !== undefined,
    allow() {
      if (request() === undefined || isHeld()) return;
      if (fits() && parts() !== null) give(decision("allow_once"));
      else setOpen(true);
    },
    reject() {
      if (rejection() !== undefined) return give(rejection());
      if (request() !== undefined && !isHeld()) setOpen(true);
    },
    isOpen,
    setOpen,
  };
}
