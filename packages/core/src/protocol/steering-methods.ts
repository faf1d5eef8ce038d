import { z } from "zod";
import { MessageId, SessionId } from "./ids.ts";
import { method, nothing, oneSession, spoken } from "./method.ts";
import { PermissionMode } from "./permission.ts";
import { QueuedMessage } from "./session.ts";

/** What a session may do, with what, and what it does next. */
export const steeringMethods = {
  setPermissionMode: method({
    summary: "Changes what the session may do without asking.",
    params: z.object({ sessionId: SessionId, permissionMode: PermissionMode }),
    result: nothing,
    errors: ["SESSION_NOT_FOUND", "NOT_SUPPORTED", "NOT_ALLOWED"],
  }),
  setModel: method({
    summary: "Changes the session's model.",
    params: z.object({ sessionId: SessionId, model: z.string().min(1).max(128) }),
    result: nothing,
    errors: ["SESSION_NOT_FOUND", "NOT_SUPPORTED"],
  }),
  listQueuedMessages: method({
    summary: "The messages that wait, the next one first.",
    params: oneSession,
    result: z.object({ queue: z.array(QueuedMessage) }),
    errors: ["SESSION_NOT_FOUND"],
  }),
  withdrawQueuedMessage: method({
    summary: "Takes a waiting message out of the queue.",
    params: z.object({ sessionId: SessionId, messageId: MessageId }),
    result: nothing,
    errors: ["SESSION_NOT_FOUND", "REQUEST_NOT_FOUND"],
  }),
  updateQueuedMessage: method({
    summary: "Changes the text of a waiting message; it keeps its place.",
    params: z.object({ sessionId: SessionId, messageId: MessageId, message: spoken }),
    result: nothing,
    errors: ["SESSION_NOT_FOUND", "REQUEST_NOT_FOUND"],
  }),
};
