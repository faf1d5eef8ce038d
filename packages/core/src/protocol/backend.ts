import { z } from "zod";
import { BackendId } from "./ids.ts";
import { PermissionMode } from "./permission.ts";
import { PlanLimit } from "./usage.ts";

/** What a backend can do; the page offers nothing that is not declared here. */
export const Capabilities = z.object({
  /** One process for many turns; false: a process a turn. */
  live: z.boolean(),
  resume: z.boolean(),
  interrupt: z.boolean(),
  permissions: z.boolean(),
  thoughts: z.boolean(),
  usage: z.boolean(),
  /** Whether it takes pictures beside a message. */
  images: z.boolean(),
  /** The media types of the other files that it takes beside a message: "text/*", "application/pdf", "*". */
  files: z.array(z.string()),
  /** Whether the model can be changed in mid-session. */
  setModel: z.boolean(),
  /** Whether the permission mode can be changed in mid-session. */
  setPermissionMode: z.boolean(),
  models: z.array(z.object({ id: z.string(), displayName: z.string() })),
  permissionModes: z.array(PermissionMode),
});
export type Capabilities = z.infer<typeof Capabilities>;

export const LoginState = z.enum(["ok", "missing", "unknown"]);
export type LoginState = z.infer<typeof LoginState>;

/** What the probe of a backend's program found. */
export const Health = z.object({ version: z.string().nullable(), login: LoginState });
export type Health = z.infer<typeof Health>;

/** A command for the user's own terminal, and the words around it. */
export const Hint = z.object({ text: z.string(), command: z.string() });
export type Hint = z.infer<typeof Hint>;

export const BackendInfo = z.object({
  id: BackendId,
  displayName: z.string(),
  /** `checking` until the first probe has ended; `off`: the user turned it off, and it is not looked at. */
  state: z.enum(["checking", "ready", "not_logged_in", "not_installed", "broken", "off"]),
  ...Health.shape,
  /** Where the program was found; `bundled` is the development copy beside Switchyard, `built_in` a part of it. */
  source: z.enum(["settings", "environment", "path", "bundled", "built_in"]).nullable(),
  /** The program that would run; null where none was found. */
  path: z.string().nullable(),
  /** The one command that helps, where the state is not `ready`. */
  hint: Hint.nullable(),
  /** What went wrong, where `broken`. */
  reason: z.string().optional(),
  capabilities: Capabilities,
  isDefault: z.boolean(),
  /** What it has told of its plan's usage limits; none: nothing yet. */
  limits: z.array(PlanLimit),
  /** No model is behind it. */
  isDemo: z.boolean(),
  /** The package that brings it; null: it comes with Switchyard or is set up in its settings. */
  plugin: z.object({ name: z.string(), version: z.string() }).nullable(),
});
export type BackendInfo = z.infer<typeof BackendInfo>;
