import {
  type Attachment,
  InvalidParamsError,
  MAX_ATTACHMENT,
  type ParamsOf,
  SwitchyardError,
} from "@switchyard/core/protocol";
import type { Log } from "../log/log.ts";
import { fileName } from "./file-name.ts";
import { mediaTypeOf } from "./media-type.ts";

/**
 * Takes a file that a message will name.
 * @throws {SwitchyardError} TOO_LARGE, STORAGE_FAILED
 */
export function takeFile(
  log: Pick<Log, "attachments" | "hasRoom">,
  { name, mediaType, data }: ParamsOf<"addAttachment">,
): Attachment {
  const content = Buffer.from(data, "base64");
  if (content.length === 0) throw new InvalidParamsError(["data"], "must not be empty");
  const shown = fileName(name);
  if (content.length > MAX_ATTACHMENT) throw tooLarge(shown, content.length);
  if (log.attachments.unclaimedBytes() + content.length > MAX_UNCLAIMED) throw tooMany();
  if (!log.hasRoom()) throw noRoom(shown);
  return log.attachments.add({
    name: shown,
    mediaType: mediaTypeOf(content, mediaType),
    bytes: content.length,
    data: content.toString("base64"),
  });
}

function tooLarge(name: string, bytes: number): SwitchyardError {
  return new SwitchyardError(
    "TOO_LARGE",
    `${name} has ${megabytes(bytes)} MB, and an attachment at most ${megabytes(MAX_ATTACHMENT)}. Put it into the session's folder and name it with @ and its path instead.`,
    { bytes, maxBytes: MAX_ATTACHMENT },
  );
}

function tooMany(): SwitchyardError {
  return new SwitchyardError(
    "TOO_LARGE",
    `More than ${megabytes(MAX_UNCLAIMED)} MB of attachments wait for a message. Send those that are there first; what no message names goes after a day.`,
    { maxBytes: MAX_UNCLAIMED },
  );
}

function noRoom(name: string): SwitchyardError {
  return new SwitchyardError(
    "STORAGE_FAILED",
    `${name} was not taken: the disk takes nothing, and no more can be held in memory. Make room on the disk, then try again.`,
  );
}

function megabytes(bytes: number): string {
  return String(Math.ceil((bytes / 1024 / 1024) * 10) / 10);
}

/** In bytes, of all clients together. */
const MAX_UNCLAIMED = 200 * 1024 * 1024;
