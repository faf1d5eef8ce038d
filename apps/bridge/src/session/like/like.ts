import type { PermissionRequestEvent } from "@switchyard/core/backend";
import type { RequestId, ToolKind, WaitingRequest } from "@switchyard/core/protocol";
import { z } from "zod";
import { oneLine } from "../activity.ts";
import { hashOf } from "../rule-keys.ts";
import { commandPattern } from "./command.ts";
import { isWithin } from "./place.ts";

export type Like = Extract<WaitingRequest, { kind: "permission" }>["like"];

export interface AskedCall {
  readonly requestId: RequestId;
  readonly event: PermissionRequestEvent;
  readonly toolKind: ToolKind;
  readonly backendId: string;
  /** The session's folder. */
  readonly cwd: string;
}

/**
 * What a call has in common with those that a careful user may allow together with it. What it does has to be
 * plain from what they share; a call that is not understood is like itself alone.
 */
export function likeOf(asked: AskedCall): Like {
  const { event, backendId } = asked;
  const shared = sharedOf(asked);
  const rules = [...new Set(event.covers)].toSorted();
  return { key: hashOf([backendId, event.toolName, rules, shared.key]), label: shared.label };
}

interface Shared {
  readonly key: readonly unknown[];
  readonly label: string;
}

function sharedOf(asked: AskedCall): Shared {
  const { event, toolKind, requestId } = asked;
  const label = oneLine(event.title) || event.toolName;
  // What a mode change leads to is read each time, and of a call without an input nothing is known.
  const isSingle = toolKind === "switch_mode" || event.setsMode !== undefined || isEmpty(event.input);
  if (isSingle) return { key: ["one", requestId], label };
  if (event.like !== undefined) return { key: ["told", event.like], label: event.like };
  return patternOf(asked) ?? { key: ["same", event.title, event.input], label };
}

function patternOf({ event, toolKind, cwd }: AskedCall): Shared | null {
  switch (toolKind) {
    case "execute":
      return executed(event, cwd);
    case "edit":
    case "read":
    case "search":
      return inFolder(event, toolKind, cwd);
    case "fetch":
      return fetched(event);
    default:
      return null;
  }
}

const Command = z.looseObject({ command: z.string() });

function executed({ input }: PermissionRequestEvent, cwd: string): Shared | null {
  const parsed = Command.safeParse(input);
  if (!parsed.success) return null;
  // How it is run (in the background, outside of a sandbox) is no argument of it.
  const { command, description: _words, timeout: _time, ...how } = parsed.data;
  const pattern = commandPattern(command, cwd);
  return pattern === null ? null : { key: ["command", pattern, how], label: pattern };
}

const Paths = z.looseObject({
  file_path: z.string().optional(),
  notebook_path: z.string().optional(),
  absolute_path: z.string().optional(),
  path: z.string().optional(),
  pattern: z.string().optional(),
});

/** Any ordinary file of the session's folder. */
function inFolder(
  { toolName, input }: PermissionRequestEvent,
  toolKind: ToolKind,
  cwd: string,
): Shared | null {
  const parsed = Paths.safeParse(input);
  if (!parsed.success) return null;
  const { file_path, notebook_path, absolute_path, path, pattern } = parsed.data;
  const named = [file_path, notebook_path, absolute_path, path].filter((each) => each !== undefined);
  const searched = toolKind === "search" && pattern !== undefined ? [pattern] : [];
  const places = [...named, ...searched];
  if (places.length === 0 || !places.every((place) => isWithin(cwd, place))) return null;
  return { key: ["in the folder", toolKind], label: `${toolName} in the session’s folder` };
}

const Address = z.looseObject({ url: z.string() });

function fetched({ toolName, input }: PermissionRequestEvent): Shared | null {
  const parsed = Address.safeParse(input);
  if (!parsed.success || !URL.canParse(parsed.data.url)) return null;
  const { url: address, prompt: _prompt, ...how } = parsed.data;
  const { protocol, host, username } = new URL(address);
  if (host === "" || username !== "") return null;
  return { key: ["host", protocol, host, how], label: `${toolName} ${host}` };
}

function isEmpty(input: unknown): boolean {
  if (typeof input !== "object" || input === null) return input === undefined || input === null;
  return Object.keys(input).length === 0;
}
