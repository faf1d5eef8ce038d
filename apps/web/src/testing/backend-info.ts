import { BackendInfo } from "@switchyard/core/protocol";

type Values = Partial<Record<keyof BackendInfo, unknown>>;

/** A backend as `listBackends` tells it: Claude Code, ready and the default. */
export function backendInfo(values: Values = {}): BackendInfo {
  return BackendInfo.parse({
    id: "claude",
    displayName: "Claude Code",
    state: "ready",
    version: "2.1.330",
    login: "ok",
    source: "path",
    path: "/usr/local/bin/claude",
    hint: null,
    capabilities,
    isDefault: true,
    limits: [],
    isDemo: false,
    plugin: null,
    ...values,
  });
}

/** Gemini CLI as it is before a message told whether it is logged in, and before it told its models. */
export function geminiInfo(values: Values = {}): BackendInfo {
  return backendInfo({
    id: "gemini",
    displayName: "Gemini CLI",
    version: "0.61.0",
    login: "unknown",
    path: "/usr/local/bin/gemini",
    isDefault: false,
    ...values,
  });
}

/** The demo; its id is not what the page finds it by. */
export function demoInfo(values: Values = {}): BackendInfo {
  return backendInfo({
    id: "scripted",
    displayName: "Demo, no model",
    version: "0.1.0",
    login: "unknown",
    source: "built_in",
    path: "/usr/local/bin/node",
    capabilities: { ...capabilities, setModel: false, permissionModes: ["default"] },
    isDefault: false,
    isDemo: true,
    ...values,
  });
}

/** What a backend that can do everything declares. */
export const capabilities: BackendInfo["capabilities"] = {
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
