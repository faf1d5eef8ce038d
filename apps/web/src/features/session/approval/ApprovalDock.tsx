import type { RequestItem } from "@switchyard/core/session";
import { createEffect, createMemo, createSignal, on, onCleanup, Show } from "solid-js";
import { useSession } from "../session-context.ts";
import { ApprovalCard } from "./ApprovalCard.tsx";
import { openRequests } from "./request-facts.ts";
import "./approval.css";

/** The request that is asked at the foot, one of those that wait; what was answered elsewhere stays a moment. */
export function ApprovalDock() {
  const view = useSession();
  const open = createMemo(() => openRequests(view.transcript));
  const [chosen, setChosen] = createSignal<string>();
  const [leaving, setLeaving] = createSignal<RequestItem>();
  const current = createMemo<RequestItem | undefined>(
    () => open().find((request) => request.requestId === chosen()) ?? open()[0],
  );
  let wasAnswering = false;
  createEffect(() => {
    const request = current();
    if (request) wasAnswering = view.isAnswering(request.requestId);
  });
  createEffect(
    on(current, (_, before) => {
      if (!before?.resolved || before.resolved.by !== "user" || wasAnswering) return;
      setLeaving(before);
      const timer = setTimeout(() => setLeaving(undefined), LEAVING_MS);
      onCleanup(() => clearTimeout(timer));
    }),
  );
  const shown = () => leaving() ?? current();
  const position = () => ({ at: open().findIndex((request) => request === shown()) + 1, all: open().length });
  const next = () => {
    const at = open().findIndex((request) => request === current());
    setLeaving(undefined);
    setChosen(open()[(at + 1) % open().length]?.requestId);
  };
  return (
    <Show when={shown()}>
      {(request) => (
        <ApprovalCard
          request={request()}
          position={leaving() ? { at: 0, all: 0 } : position()}
          onNext={next}
        />
      )}
    </Show>
  );
}

/** How long an answer given in another tab stays to be read. */
const LEAVING_MS = 3000;
