import { z } from "zod";
import type { Backend } from "@switchyard/core/backend";
import { BackendId } from "@switchyard/core/protocol";
import { ClaudeCodec } from "./codec.ts";
import { conversations } from "./conversations.ts";
import { planClaude } from "./plan.ts";
import { LOGIN_COMMAND, probeClaude } from "./probe.ts";

/** Nothing to configure yet; where the program is, the bridge's settings say. */
export const ClaudeConfig = z.object({});
export type ClaudeConfig = z.infer<typeof ClaudeConfig>;

/** Claude Code, kept alive between turns: stream-json both ways, with its control protocol. */
export const claude: Backend<ClaudeConfig> = {
  apiVersion: 1,
  id: BackendId.parse("claude"),
  displayName: "Claude Code",
  program: {
    command: "claude",
    environmentOverride: "SWITCHYARD_CLAUDE",
    versionArgs: ["--version"],
    loginArgs: ["auth", "status"],
    install: { text: "Install Claude Code:", command: "npm install -g @anthropic-ai/claude-code" },
    login: { text: "Sign in to Claude Code:", command: LOGIN_COMMAND },
  },
  capabilities: {
    live: true,
    resume: true,
    interrupt: true,
    permissions: true,
    thoughts: true,
    usage: true,
    images: true,
    files: ["text/*", "application/json", "application/xml", "application/pdf"],
    setModel: true,
    setPermissionMode: true,
    models: [
      { id: "default", displayName: "Default" },
      { id: "opus", displayName: "Opus" },
      { id: "fable", displayName: "Fable" },
      { id: "sonnet", displayName: "Sonnet" },
      { id: "haiku", displayName: "Haiku" },
    ],
    permissionModes: ["default", "acceptEdits", "plan"],
  },
  stop: { graceful: "term", graceMs: 2000 },
  startsAhead: true,
  hearsRejections: true,
  conversations,
  resumeCommand: (cliSessionId) => ["claude", "--resume", cliSessionId],
  config: ClaudeConfig,
  plan: planClaude,
  codec: (input) => new ClaudeCodec(input),
  probe: probeClaude,
};
