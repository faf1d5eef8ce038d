import { BackendInfo } from "@switchyard/core/protocol";

const can = {
  live: true,
  resume: true,
  interrupt: true,
  permissions: true,
  thoughts: true,
  usage: true,
  images: true,
  files: ["text/*"],
  setModel: true,
  setPermissionMode: true,
  models: [],
  permissionModes: ["default", "acceptEdits", "plan"],
};

type Values = Partial<Record<keyof BackendInfo, unknown>>;

export const backend = (values: Values): BackendInfo =>
  BackendInfo.parse({
    state: "ready",
    login: "unknown",
    version: null,
    source: "path",
    path: null,
    hint: null,
    capabilities: can,
    isDefault: false,
    limits: [],
    isDemo: false,
    plugin: null,
    ...values,
  });

export const claude = (values: Values = {}) =>
  backend({
    id: "claude",
    displayName: "Claude Code",
    version: "2.1.330",
    login: "ok",
    path: "/usr/local/bin/claude",
    capabilities: {
      ...can,
      models: ["opus", "sonnet", "haiku"].map((id) => ({ id, displayName: id })),
    },
    ...values,
  });
export const gemini = (values: Values = {}) =>
  backend({
    id: "gemini",
    displayName: "Gemini CLI",
    version: "0.61.0",
    path: "/usr/local/bin/gemini",
    ...values,
  });
export const opencode = (values: Values = {}) =>
  backend({
    id: "opencode",
    displayName: "OpenCode",
    version: "1.18.33",
    path: "/home/ada/.opencode/bin/opencode",
    source: "settings",
    capabilities: { ...can, setModel: false, permissionModes: ["default"] },
    ...values,
  });
export const demo = (values: Values = {}) =>
  backend({
    id: "demo",
    displayName: "Demo, no model",
    version: "0.1.0",
    source: "built_in",
    path: "/usr/local/bin/node",
    capabilities: { ...can, setModel: false, setPermissionMode: false, permissionModes: ["default"] },
    isDemo: true,
    ...values,
  });

const missing = (install: { text: string; command: string }, values: Values = {}): Values => ({
  state: "not_installed",
  version: null,
  login: "unknown",
  source: null,
  path: null,
  hint: install,
  ...values,
});
const noClaude = claude(
  missing({ text: "Install it, then log in:", command: "npm install -g @anthropic-ai/claude-code" }),
);
const noGemini = gemini(missing({ text: "Install it:", command: "npm install -g @google/gemini-cli" }));
const loggedOut = gemini({
  state: "not_logged_in",
  login: "missing",
  hint: { text: "Run this in a terminal and choose Sign in.", command: "gemini" },
});

export const alone = [noClaude, noGemini, demo({ isDefault: true })];
export const all = [claude({ isDefault: true }), gemini(), opencode(), demo()];
export const mixed = [
  claude({ isDefault: true }),
  loggedOut,
  opencode({
    state: "broken",
    version: null,
    reason: "/home/ada/.opencode/bin/opencode does not answer as OpenCode.",
    hint: { text: "Install it:", command: "npm install -g opencode-ai" },
  }),
  demo(),
];
export const off = { version: null, login: "unknown", source: null, path: null, hint: null, state: "off" };
