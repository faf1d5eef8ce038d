import type { Attachment, BlobId } from "@switchyard/core/protocol";
import type { Wire } from "../wire/wire.ts";
import { readBlobParts } from "./read-blob.ts";

/** Gives a file to the bridge, for a message that will name it. */
export async function attach(wire: Wire, file: File): Promise<Attachment> {
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
