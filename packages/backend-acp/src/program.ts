import { z } from "zod";
import type { Backend } from "@switchyard/core/backend";
import { BackendId } from "@switchyard/core/protocol";
import { acpBackend } from "./backend.ts";
import { INITIALIZE_LINE } from "./probe.ts";

/** A program of the user's that speaks the Agent Client Protocol, as it stands in the settings. */
export const AcpProgram = z.looseObject({
  id: BackendId,
  displayName: z.string().trim().min(1).max(64),
  /** Looked for on the user's PATH, or an absolute path. */
  command: z.string().min(1),
  args: z.array(z.string()).default([]),
  env: z.record(z.string(), z.string()).default({}),
});
export type AcpProgram = z.infer<typeof AcpProgram>;

/** Makes a backend of what the settings say: no code is needed for one more agent. */
export function configuredAcpBackend({ id, displayName, command, args, env }: AcpProgram): Backend {
  return acpBackend({
    id,
    displayName,
    program: {
      command,
      versionArgs: args,
      versionInput: INITIALIZE_LINE,
      install: { text: `Install ${displayName}, or set its command in the bridge's settings file:`, command },
      login: { text: `Sign in to ${displayName} in a terminal, in its own way:`, command },
    },
    args,
    env,
  });
}
