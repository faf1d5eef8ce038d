import type { Backend } from "@switchyard/core/backend";
import { type ErrorCode, SwitchyardError, type TurnError } from "@switchyard/core/protocol";
import type { Logger } from "pino";
import type { ProcessEnd } from "../process/host.ts";

/** Why a turn could not start, in words for the user. */
export function turnErrorOf(error: unknown, logger: Logger): TurnError {
  if (error instanceof SwitchyardError) return { code: error.code, message: error.message };
  logger.error({ err: error }, "a process could not be prepared");
  return { code: "CLI_FAILED", message: "The process could not be prepared. The bridge's log says why." };
}

/** Why a turn ended with its process. */
export function exitError(backend: Backend, end: ProcessEnd): TurnError {
  const detail = end.stderrTail.trimEnd().split("\n").slice(-20).join("\n");
  return {
    code: codeOf(end),
    message: `${backend.displayName} ${howItEnded(end)}.`,
    ...(detail === "" ? {} : { detail }),
  };
}

function codeOf(end: ProcessEnd): ErrorCode {
  if (end.error?.code === "CWD_MISSING") return "FOLDER_NOT_FOUND";
  return end.error?.code === "ENOENT" ? "CLI_NOT_FOUND" : "CLI_FAILED";
}

function howItEnded(end: ProcessEnd): string {
  if (end.reason === "spawn_error")
    return `could not be started: ${end.error?.message.replace(/\.$/, "") ?? "unknown reason"}`;
  if (end.reason === "deadline") return "did not answer and was ended";
  if (end.signal !== null) return `was ended by ${end.signal}`;
  return `exited with code ${end.code ?? "unknown"}`;
}
