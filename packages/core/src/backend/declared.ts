import { z } from "zod";
import { BackendId, Capabilities, Health, Hint } from "../protocol/index.ts";
import type { Backend } from "./backend.ts";

/** The version of the interface between Switchyard and a backend's package. */
export const BACKEND_API_VERSION: Backend["apiVersion"] = 1;

const Program = z.object({
  command: z.string().min(1),
  environmentOverride: z.string().min(1).exactOptional(),
  module: z.string().min(1).exactOptional(),
  environmentFiles: z.array(z.string().min(1)).exactOptional(),
  versionArgs: z.array(z.string()),
  versionInput: z.string().exactOptional(),
  loginArgs: z.array(z.string()).exactOptional(),
  install: Hint,
  login: Hint,
});

/** What a backend says of itself, its functions aside: a bridge takes a package's by it, and the contract suite asks for it. */
export const BackendFacts = z.object({
  apiVersion: z.literal(BACKEND_API_VERSION),
  id: BackendId,
  displayName: z.string().regex(/^(?=.*\S)[^\p{C}]{1,64}$/u, "must be a name of at most 64 characters"),
  program: Program,
  capabilities: Capabilities,
  stop: z.object({ graceful: z.enum(["eof", "term"]), graceMs: z.number().min(0).max(60_000) }),
  startsAlone: z.boolean().exactOptional(),
  startsAhead: z.boolean().exactOptional(),
  hearsRejections: z.boolean().exactOptional(),
  isDemo: z.boolean().exactOptional(),
});
export type BackendFacts = z.infer<typeof BackendFacts>;

const { shape } = Capabilities;

/** Some of what a program can do, as it tells it itself. */
export const ToldCapabilities = z.object({
  live: shape.live.exactOptional(),
  resume: shape.resume.exactOptional(),
  interrupt: shape.interrupt.exactOptional(),
  permissions: shape.permissions.exactOptional(),
  thoughts: shape.thoughts.exactOptional(),
  usage: shape.usage.exactOptional(),
  images: shape.images.exactOptional(),
  files: shape.files.exactOptional(),
  setModel: shape.setModel.exactOptional(),
  setPermissionMode: shape.setPermissionMode.exactOptional(),
  models: shape.models.exactOptional(),
  permissionModes: shape.permissionModes.exactOptional(),
} satisfies Record<keyof Capabilities, z.ZodType>);

/** A word that stands beside every session or backend in a list: a list that is too long can't be shown at all. */
export const ShortWord = z.string().max(512);

/** Some of what a program can do, as it fits into the list of backends. */
export const SomeCapabilities = ToldCapabilities.refine(
  (told) => JSON.stringify(told).length <= MOST_ABILITIES,
  "is too long",
);
const MOST_ABILITIES = 64 * 1024;

/** What a backend makes of what its program told. */
export const BackendHealth = Health.extend({
  version: ShortWord.nullable(),
  capabilities: SomeCapabilities.exactOptional(),
});
