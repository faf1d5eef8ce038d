import { SwitchyardError } from "@switchyard/core/protocol";
import type { Log } from "../log/log.ts";
import type { Handlers } from "../server/handlers.ts";
import type { Sessions } from "../session/sessions.ts";

/** Handlers that read the log. */
export function historyHandlers(
  sessions: Sessions,
  log: Log,
): Pick<Handlers, "getSessionHistory" | "readBlob"> {
  return {
    getSessionHistory({ sessionId, beforeSeq, afterSeq, limit }) {
      sessions.need(sessionId);
      return log.page(sessionId, {
        ...(beforeSeq === undefined ? {} : { beforeSeq }),
        ...(afterSeq === undefined ? {} : { afterSeq }),
        ...(limit === undefined ? {} : { limit }),
      });
    },
    readBlob({ blobId, offset }) {
      const part = log.blobs.read(blobId, offset, MAX_PART);
      if (part !== undefined) return part;
      throw new SwitchyardError("REQUEST_NOT_FOUND", "There is no such text.", { blobId });
    },
  };
}

/** Bytes of one part; escaped as JSON it still fits into a frame in all but hostile cases. */
const MAX_PART = 256 * 1024;
