import type { WaitingRequest } from "@switchyard/core/protocol";
import { type Accessor, createMemo, createResource } from "solid-js";
import type { App } from "../../state/app.ts";
import { toWireError } from "../../wire/wire-error.ts";

/** A request with its whole input: read from the bridge where the list had to leave that out. */
export function createWhole(app: App, listed: Accessor<WaitingRequest | null>) {
  const isCut = createMemo(() => {
    const request = listed();
    return request?.kind === "permission" && request.isInputCut;
  });
  const read = async (request: WaitingRequest) => {
    try {
      return { request: await app.requests.readWhole(request) };
    } catch (thrown) {
      return { fault: toWireError(thrown).message };
    }
  };
  const [whole, { refetch }] = createResource(() => (isCut() ? listed() : null), read);
  const result = () => (whole.state === "ready" ? whole() : undefined);
  return {
    request: createMemo(() => result()?.request ?? listed()),
    isReading: () => whole.loading,
    fault: () => result()?.fault,
    /** Whether all of it is there to be read. */
    isThere: () => !isCut() || result()?.request !== undefined,
    again: () => void refetch(),
  };
}
