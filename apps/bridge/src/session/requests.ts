import { createHash } from "node:crypto";
import type { PermissionRequestEvent } from "@switchyard/core/backend";
import {
  InvalidParamsError,
  type PermissionDecision,
  type PermissionOutcome,
  type PermissionResolver,
  RequestId,
  SwitchyardError,
} from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import type { NewChunk } from "../log/log.ts";

/** The rules of `allow_always`, kept for as long as the session lasts. */
export interface Rules {
  has(key: string): boolean;
  add(key: string): void;
}

/** A request that waits, or one that was answered, as far back as an answer may still come in late. */
interface Known {
  readonly requestId: RequestId;
  readonly event: PermissionRequestEvent;
  by: PermissionResolver | null;
}

/** The permission requests of one session: each is answered once. */
export interface Requests {
  /** How many wait. */
  waiting(): number;
  /** Takes a request of the CLI: a chunk to log, or the rule that answers it. */
  open(event: PermissionRequestEvent): { chunk: NewChunk; byRule: boolean };
  /**
   * Settles a request by its id.
   * @throws {SwitchyardError} REQUEST_NOT_FOUND, ALREADY_ANSWERED
   * @throws {InvalidParamsError} for a decision that was not offered
   */
  answer(
    requestId: RequestId,
    decision: PermissionDecision,
  ): { chunk: NewChunk; event: PermissionRequestEvent };
  /** Settles by the CLI's own name; undefined where nothing waits under it. */
  settledByAgent(requestKey: string, decision: PermissionOutcome): NewChunk | undefined;
  /** Closes all that wait. */
  cancelAll(by: PermissionResolver): NewChunk[];
  /** The tool calls that were refused or never allowed, and of which no end was told. */
  readonly unrun: Set<string>;
}

/** @param answeredBy who settled a request of an earlier life of the bridge */
export function makeRequests(
  rules: Rules,
  answeredBy: (requestId: RequestId) => PermissionResolver | undefined,
): Requests {
  const known = new Map<string, Known>();
  const unrun = new Set<string>();

  const waiting = (): Known[] => [...known.values()].filter((each) => each.by === null);

  function resolve(request: Known, decision: PermissionOutcome, by: PermissionResolver): NewChunk {
    request.by = by;
    if (!decision.startsWith("allow")) unrun.add(request.event.toolCallId);
    return resolved(request.requestId, decision, by);
  }

  return {
    unrun,
    waiting: () => waiting().length,
    open(event) {
      const requestId = RequestId.parse(uuid());
      const request: Known = { requestId, event, by: null };
      known.set(requestId, request);
      if (rules.has(ruleKey(event))) {
        return { chunk: resolve(request, "allow_always", "policy"), byRule: true };
      }
      const { requestKey: _key, toolName: _name, setsMode: _mode, ...chunk } = event;
      return { chunk: { ...chunk, requestId }, byRule: false };
    },
    answer(requestId, decision) {
      const request = known.get(requestId);
      const settled = request === undefined ? answeredBy(requestId) : (request.by ?? undefined);
      if (settled !== undefined) {
        throw new SwitchyardError("ALREADY_ANSWERED", "This request is already answered.", { by: settled });
      }
      if (request === undefined) {
        throw new SwitchyardError("REQUEST_NOT_FOUND", "This session has no such request.", { requestId });
      }
      if (!request.event.options.some((option) => option.decision === decision)) {
        const offered = request.event.options.map((option) => option.decision).join(", ");
        throw new InvalidParamsError(["decision"], `The request offers ${offered}.`);
      }
      if (decision === "allow_always") rules.add(ruleKey(request.event));
      return { chunk: resolve(request, decision, "user"), event: request.event };
    },
    settledByAgent(requestKey, decision) {
      const request = waiting().find((each) => each.event.requestKey === requestKey);
      return request && resolve(request, decision, "agent");
    },
    cancelAll: (by) => waiting().map((request) => resolve(request, "cancelled", by)),
  };
}

function resolved(requestId: RequestId, decision: PermissionOutcome, by: PermissionResolver): NewChunk {
  return { type: "permission_resolved", content: decision, requestId, decision, by };
}

/** The same tool with the same input, whatever the order of its fields. */
function ruleKey(event: PermissionRequestEvent): string {
  return createHash("sha256")
    .update(canonical([event.toolName, event.input]))
    .digest("base64url");
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) =>
    field !== null && typeof field === "object" && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : field,
  );
}
