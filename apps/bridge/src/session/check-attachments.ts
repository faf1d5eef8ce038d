import type { BlobId, SessionId } from "@switchyard/core/protocol";
import { needAttachments, refuseUntaken } from "../attachments/may-go.ts";
import type { Backends } from "../backends/registry.ts";
import type { Log } from "../log/log.ts";
import type { SessionDeps } from "./session-deps.ts";

/** Whom attachments are to go to. */
export interface Receiver {
  readonly backendId: string;
  /** Null: it is still to be. */
  readonly sessionId: SessionId | null;
}

/** @throws {SwitchyardError} REQUEST_NOT_FOUND, NOT_SUPPORTED */
export async function checkAttachments(
  options: Pick<SessionDeps, "capabilities"> & { readonly log: Log; readonly backends: Backends },
  { backendId, sessionId }: Receiver,
  blobIds: readonly BlobId[],
): Promise<void> {
  const attachments = needAttachments(options.log, blobIds, sessionId);
  const backend = options.backends.get(backendId);
  if (backend === undefined) return;
  const { displayName } = backend;
  refuseUntaken({ displayName, capabilities: await options.capabilities(backend) }, attachments);
}
