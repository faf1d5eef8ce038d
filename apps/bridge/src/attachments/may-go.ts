import type { Backend } from "@switchyard/core/backend";
import {
  type Attachment,
  type BlobId,
  type Capabilities,
  type SessionId,
  SwitchyardError,
} from "@switchyard/core/protocol";
import type { Log } from "../log/log.ts";
import { isPicture, isTextType } from "./media-type.ts";

/**
 * The attachments that a message names, each once; null: of a session that is still to be.
 * @throws {SwitchyardError} REQUEST_NOT_FOUND
 */
export function needAttachments(
  log: Pick<Log, "attachments">,
  blobIds: readonly BlobId[],
  sessionId: SessionId | null,
): Attachment[] {
  return [...new Set(blobIds)].map((blobId) => {
    const found = log.attachments.find(blobId, sessionId);
    if (found !== undefined) return found;
    throw new SwitchyardError(
      "REQUEST_NOT_FOUND",
      "An attachment of this message is not there: it was dropped after a day, or belongs to another session. Add the file again.",
      { blobId },
    );
  });
}

/** @throws {SwitchyardError} NOT_SUPPORTED, for the first that this backend does not take */
export function refuseUntaken(
  { displayName, capabilities }: Pick<Backend, "displayName"> & { capabilities: Takes },
  attachments: readonly Attachment[],
): void {
  for (const { name, mediaType, blobId } of attachments) {
    if (isTaken(capabilities, mediaType)) continue;
    throw new SwitchyardError(
      "NOT_SUPPORTED",
      `${displayName} does not take ${isPicture(mediaType) ? "pictures" : `files of the type ${mediaType}`}: ${name} can't go with this message. Remove it, or put it into the session's folder and name its path.`,
      { blobId, mediaType },
    );
  }
}

function isTaken({ images, files }: Takes, mediaType: string): boolean {
  if (isPicture(mediaType)) return images;
  return isTextType(mediaType) || files.some((pattern) => fits(pattern, mediaType));
}

/** "text/*", "application/pdf", "*". */
function fits(pattern: string, mediaType: string): boolean {
  if (pattern === "*" || pattern === "*/*") return true;
  return pattern.endsWith("/*") ? mediaType.startsWith(pattern.slice(0, -1)) : pattern === mediaType;
}

/** What of a backend's abilities says which files it takes. */
type Takes = Pick<Capabilities, "images" | "files">;
