import { acpBackend, probeVersion } from "@switchyard/backend-acp";
import { conversations } from "./conversations.ts";
import { dialect } from "./dialect.ts";

/** Gemini CLI, kept alive between turns: the Agent Client Protocol, with what is Gemini's own way of it. */
export const gemini = acpBackend({
  id: "gemini",
  displayName: "Gemini CLI",
  program: {
    command: "gemini",
    environmentOverride: "SWITCHYARD_GEMINI",
    // It takes every variable of these that is not set yet, its own address and NODE_OPTIONS among them.
    environmentFiles: [".env", ".gemini/.env"],
    versionArgs: ["--version"],
    install: { text: "Install Gemini CLI:", command: "npm install -g @google/gemini-cli" },
    login: {
      text: "Set an API key of Google AI Studio (or sign in with a Gemini Code Assist licence by running gemini once):",
      command: "export GEMINI_API_KEY=…",
    },
  },
  // Who trusts the folder has said so to Switchyard; without this, Gemini falls back to its default mode.
  args: ["--acp", "--skip-trust"],
  // Else its first process is a shim, whose end leaves the real one alive.
  env: { GEMINI_CLI_NO_RELAUNCH: "1" },
  capabilities: {
    resume: true,
    images: true,
    files: ["*"],
    setModel: true,
    setPermissionMode: true,
    models: [{ id: "auto", displayName: "Auto" }],
    permissionModes: ["default", "acceptEdits", "plan"],
  },
  stop: { graceful: "term", graceMs: 2000 },
  startsAlone: true,
  startsAhead: true,
  // No command for a terminal: `gemini -r ID` leaves an empty twin, for which the next gemini there deletes both.
  conversations,
  dialect,
  probe: probeVersion,
});
