import type { ErrorCode } from "@switchyard/core/protocol";

/** The bridge's own codes, JSON-RPC's faults by name, and what the wire itself can say. */
export type WireErrorCode =
  | ErrorCode
  | "INVALID_PARAMS"
  | "METHOD_NOT_FOUND"
  | "BRIDGE_FAULT"
  | "TIMEOUT"
  | "CLOSED";

/** A call that ended without a result: `code` to act on, a message for the user, and the code's data. */
export class WireError extends Error {
  readonly code: WireErrorCode;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: WireErrorCode, message: string, data: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = "WireError";
    this.code = code;
    this.data = data;
  }
}

/** Any thrown value as a `WireError`; what is not one is a fault of the page. */
export function toWireError(thrown: unknown): WireError {
  if (thrown instanceof WireError) return thrown;
  return new WireError("BRIDGE_FAULT", thrown instanceof Error ? thrown.message : String(thrown));
}
