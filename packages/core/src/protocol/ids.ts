import { z } from "zod";

/** A session: ours, a UUID v4, never the CLI's own id. */
export const SessionId = z.uuidv4().brand<"SessionId">();
export type SessionId = z.infer<typeof SessionId>;

/** One life of a session's log; a client whose `logId` differs starts again from chunk 1. */
export const LogId = z.uuidv4().brand<"LogId">();
export type LogId = z.infer<typeof LogId>;

/** A permission request, minted by the bridge. */
export const RequestId = z.uuidv4().brand<"RequestId">();
export type RequestId = z.infer<typeof RequestId>;

/** A message of the user; clients mint it, so that sending twice is taken once. */
export const MessageId = z.string().min(1).max(128).brand<"MessageId">();
export type MessageId = z.infer<typeof MessageId>;

/** Stored text too long for one chunk or one frame. */
export const BlobId = z.uuidv4().brand<"BlobId">();
export type BlobId = z.infer<typeof BlobId>;

const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "must be a slug: a-z, 0-9 and -, at most 64 characters");

/** A kind of CLI ("claude", "gemini"): an open slug, so that a plug-in can bring a new one. */
export const BackendId = slug.brand<"BackendId">();
export type BackendId = z.infer<typeof BackendId>;

/** Who the agent should be ("specialist"): an open slug. */
export const PersonaId = slug.brand<"PersonaId">();
export type PersonaId = z.infer<typeof PersonaId>;

/** What a persona is asked to do ("chat", "implement-task"): picks the template. */
export const TaskId = slug.brand<"TaskId">();
export type TaskId = z.infer<typeof TaskId>;

/** An issue of the tracker, by the tracker's own id. */
export const BeadId = z.string().min(1).max(256).brand<"BeadId">();
export type BeadId = z.infer<typeof BeadId>;

/** A project of this bridge's list. */
export const ProjectId = z.string().min(1).max(256).brand<"ProjectId">();
export type ProjectId = z.infer<typeof ProjectId>;
