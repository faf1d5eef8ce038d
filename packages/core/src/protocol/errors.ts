import { z } from "zod";

/** JSON-RPC's own codes; everything of ours is `SERVER_ERROR` with `data.code`. */
export const RpcCode = {
  PARSE_ERROR: -32700,
  INVALID_REQUEST: -32600,
  METHOD_NOT_FOUND: -32601,
  INVALID_PARAMS: -32602,
  INTERNAL_ERROR: -32603,
  SERVER_ERROR: -32000,
} as const;

export const ErrorCode = z.enum([
  "HELLO_FIRST",
  "PROTOCOL_UNSUPPORTED",
  "SESSION_NOT_FOUND",
  "NO_ACTIVE_SESSION",
  "SESSION_ENDED",
  "UNKNOWN_BACKEND",
  "BACKEND_UNAVAILABLE",
  "CLI_NOT_FOUND",
  "CLI_NOT_LOGGED_IN",
  "CLI_FAILED",
  "NOT_SUPPORTED",
  "UNKNOWN_PERSONA",
  "INVALID_PERSONA",
  "INVALID_PACK",
  "PACK_NOT_FOUND",
  "PACK_CHANGED",
  "NPM_FAILED",
  "FOLDER_NOT_FOUND",
  "FOLDER_NOT_TRUSTED",
  "PROJECT_NOT_FOUND",
  "BEAD_NOT_FOUND",
  "BD_NOT_FOUND",
  "BD_FAILED",
  "BEAD_CHANGED",
  "CLAIMED",
  "WORKTREE_NOT_FOUND",
  "WORKTREE_HAS_WORK",
  "MERGE_CONFLICT",
  "GIT_FAILED",
  "REQUEST_NOT_FOUND",
  "ALREADY_ANSWERED",
  "NOT_ALLOWED",
  "TOO_LARGE",
  "PROMPT_TOO_LONG",
  "LIMIT_REACHED",
  "RATE_LIMITED",
  "STORAGE_FAILED",
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** A refusal that a client can act on: a code, a message that says what to do, and data. */
export class SwitchyardError extends Error {
  readonly code: ErrorCode;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, data: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = "SwitchyardError";
    this.code = code;
    this.data = data;
  }
}

/** Parameters of the right shape that the state of things does not take; `-32602` on the wire. */
export class InvalidParamsError extends Error {
  readonly issues: readonly { path: readonly (string | number)[]; message: string }[];

  constructor(path: readonly (string | number)[], message: string) {
    super(message);
    this.name = "InvalidParamsError";
    this.issues = [{ path, message }];
  }
}
