import { acpBackend, probeVersion, type AcpDialect } from "@switchyard/backend-acp";
import { z } from "zod";

/** The protocol has no word for a call that is made inside of another. */
const Nested = z.looseObject({ _meta: z.looseObject({ parentToolCallId: z.string() }) });
const dialect: AcpDialect = {
  readCall: (call) => ({ parentToolCallId: Nested.safeParse(call).data?._meta.parentToolCallId }),
};

/** A scripted agent with no model behind it: to look around with no account, and to test with. */
export const demo = acpBackend({
  id: "demo",
  displayName: "Demo, no model",
  isDemo: true,
  program: {
    command: "switchyard-demo",
    module: "@switchyard/backend-demo/agent",
    versionArgs: ["--version"],
    install: { text: "The demo comes with Switchyard. Install that again:", command: "npm install" },
    login: { text: "The demo needs no account. To see what it takes, run", command: "switchyard" },
  },
  args: [],
  capabilities: {
    resume: true,
    images: true,
    files: ["*"],
    setPermissionMode: true,
    permissionModes: ["default", "acceptEdits", "plan"],
  },
  stop: { graceful: "term", graceMs: 1000 },
  startsAhead: true,
  dialect,
  probe: (output) => ({ ...probeVersion(output), login: "ok" }),
});
