import { z } from "zod";
import { BlobId } from "./ids.ts";

/** A picture that an agent showed; its bytes are read with `readBlob`, as base64. */
export const StoredImage = z.object({
  blobId: BlobId,
  mediaType: z.string(),
  /** Of the picture, not of its base64. */
  bytes: z.number().int().nonnegative(),
});
export type StoredImage = z.infer<typeof StoredImage>;

/** What the user put beside a message: a picture, a file, a long text. Its bytes are read with `readBlob`, as base64. */
export const Attachment = z.object({ ...StoredImage.shape, name: z.string() });
export type Attachment = z.infer<typeof Attachment>;

/** One attachment is at most this long, in bytes: what the model APIs take of a picture. */
export const MAX_ATTACHMENT = 5 * 1024 * 1024;
/** As many go with one message. */
export const MAX_ATTACHMENTS = 20;
