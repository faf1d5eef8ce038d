import type { Attachment, BlobId } from "@switchyard/core/protocol";
import type { Wire } from "../wire/wire.ts";
import { readBlobParts } from "./read-blob.ts";

/**
 * Gives a file to the bridge, for a message that will name it. One goes after another, so that whatever else is
 * said to the bridge has to wait for one at most.
 */
export function attach(wire: Wire, file: File): Promise<Attachment> {
  const before = lastOf.get(wire);
  const own = (async () => {
    await before?.catch(() => undefined);
    return upload(wire, file);
  })();
  lastOf.set(wire, own);
  return own;
}

const lastOf = new WeakMap<Wire, Promise<Attachment>>();

async function upload(wire: Wire, file: File): Promise<Attachment> {
  const data = toBase64(new Uint8Array(await file.arrayBuffer()));
  const { attachment } = await wire.call("addAttachment", { name: file.name, mediaType: file.type, data });
  return attachment;
}

/** The bytes of an attachment or of a picture. */
export async function readBytes(wire: Wire, blobId: BlobId): Promise<Uint8Array<ArrayBuffer>> {
  const text = atob((await readBlobParts(wire, blobId)).join(""));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += PART) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + PART)));
  }
  return btoa(parts.join(""));
}

/** As many arguments as every browser lets a call have. */
const PART = 8192;
