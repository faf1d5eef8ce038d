import type { WaitingRequest } from "@switchyard/core/protocol";
import { type Accessor, createEffect, createMemo, createSignal } from "solid-js";
import type { SessionView } from "../../../state/session-view.ts";

/** Requests that wait since before what is loaded of the transcript: other work of the turn went on meanwhile. */
export function createEarlierAsks(view: SessionView): Accessor<readonly WaitingRequest[]> {
  const [whole, setWhole] = createSignal<ReadonlyMap<string, WaitingRequest>>(new Map());
  const asked = new Set<string>();
  const earlier = createMemo(() => {
    const { firstSeq, index } = view.transcript;
    if (view.loading) return [];
    return view.waiting.filter(
      ({ requestId, seq }) => seq < firstSeq && index[`request:${requestId}`] === undefined,
    );
  });
  // A list leaves out an input that is too long for it.
  createEffect(() => {
    for (const request of earlier()) {
      const { requestId } = request;
      if (request.kind !== "permission" || !request.isInputCut || asked.has(requestId)) continue;
      asked.add(requestId);
      view.readRequest(requestId).then(
        (read) => setWhole((known) => new Map([...known, [requestId, read]])),
        // It is tried again when the list comes anew.
        () => asked.delete(requestId),
      );
    }
  });
  return createMemo(() => earlier().map((request) => whole().get(request.requestId) ?? request));
}
