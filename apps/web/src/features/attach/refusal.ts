import { type BackendInfo, MAX_ATTACHMENT } from "@switchyard/core/protocol";
import { attachWords } from "../../words/attach-words.ts";
import { bytes } from "../session/format.ts";

const words = attachWords.refusal;

type Taker = Pick<BackendInfo, "displayName" | "capabilities">;

/** Why a file can't be attached; null: it can. A backend that is not known here is left to the bridge. */
export async function refusalOf(file: File, backend: Taker | undefined): Promise<string | null> {
  if (file.size > MAX_ATTACHMENT) return words.large(bytes(file.size));
  if (backend !== undefined && isPicture(file.type)) return untakenReason(file.type, backend);
  const content = await file.arrayBuffer().catch(() => null);
  if (content === null) return words.unreadable;
  if (content.byteLength === 0) return words.empty;
  if (backend === undefined || isText(content)) return null;
  return untakenReason(file.type, backend);
}

/** Why a backend does not take what the bridge says a file is; null: it does. */
export function untakenReason(mediaType: string, { displayName, capabilities }: Taker): string | null {
  if (isPicture(mediaType)) return capabilities.images ? null : words.pictures(displayName);
  if (isTextType(mediaType) || capabilities.files.some((pattern) => fits(pattern, mediaType))) return null;
  return words.type(displayName);
}

/** The kinds that models see. */
function isPicture(mediaType: string): boolean {
  return /^image\/(?:png|jpeg|gif|webp)$/.test(mediaType);
}

function isTextType(mediaType: string): boolean {
  return mediaType.startsWith("text/") || mediaType === "application/json";
}

/** "text/*", "application/pdf", "*". */
function fits(pattern: string, mediaType: string): boolean {
  if (pattern === "*" || pattern === "*/*") return true;
  return pattern.endsWith("/*") ? mediaType.startsWith(pattern.slice(0, -1)) : pattern === mediaType;
}

/** What a browser says a file is goes by its ending, and says of some programs that they are films. */
function isText(content: ArrayBuffer): boolean {
  if (new Uint8Array(content).includes(0)) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(content);
    return true;
  } catch {
    return false;
  }
}
