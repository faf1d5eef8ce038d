import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The variables that turn the real `claude` towards the stand-in and keep its state in `configDir`. */
export function claudeEnvironment(url: string, configDir: string): Record<string, string> {
  return {
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: "sk-ant-loopback",
    CLAUDE_CONFIG_DIR: configDir,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
    DISABLE_AUTOUPDATER: "1",
    CLAUDE_CODE_MAX_RETRIES: "1",
    NO_PROXY: "127.0.0.1,localhost",
  };
}

/** As `claudeEnvironment`, for a user with a plan. */
export function claudePlanEnvironment(url: string, configDir: string): Record<string, string> {
  const { ANTHROPIC_API_KEY: _key, ...rest } = claudeEnvironment(url, configDir);
  return { ...rest, CLAUDE_CODE_OAUTH_TOKEN: "sk-ant-oat01-loopback", CLAUDE_CODE_MAX_RETRIES: "0" };
}

/** The variables that turn the real `gemini` towards the stand-in; its settings and its state are below `home`. */
export async function geminiEnvironment(url: string, home: string): Promise<Record<string, string>> {
  const folder = join(home, ".gemini");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "settings.json"), JSON.stringify(GEMINI_SETTINGS));
  return {
    GOOGLE_GEMINI_BASE_URL: url,
    GEMINI_API_KEY: "gemini-loopback",
    HOME: home,
    NO_BROWSER: "1",
    NO_PROXY: "127.0.0.1,localhost",
  };
}

/** Without a way to log in, it ends with 41. It neither asks the internet nor tries again (for minutes). */
const GEMINI_SETTINGS = {
  security: { auth: { selectedType: "gemini-api-key" } },
  privacy: { usageStatisticsEnabled: false },
  general: { enableAutoUpdate: false, enableAutoUpdateNotification: false, maxAttempts: 1 },
};

/**
 * The variables that turn the real `opencode` towards the stand-in, by its Messages API, with everything it keeps below
 * `home`. Every command and every edit asks for permission.
 */
export async function opencodeEnvironment(url: string, home: string): Promise<Record<string, string>> {
  const folder = (name: string): string => join(home, "opencode", name);
  const modules = join(folder("config"), "opencode", "node_modules");
  await mkdir(modules, { recursive: true });
  // It would fetch its plugin package at each start, were that not noted as installed.
  await writeFile(join(modules, "..", "package-lock.json"), JSON.stringify(INSTALLED));
  return {
    OPENCODE_CONFIG_CONTENT: JSON.stringify(opencodeConfig(url)),
    OPENCODE_DISABLE_MODELS_FETCH: "1",
    OPENCODE_DISABLE_AUTOUPDATE: "1",
    OPENCODE_DISABLE_DEFAULT_PLUGINS: "1",
    OPENCODE_DISABLE_LSP_DOWNLOAD: "1",
    OPENCODE_DISABLE_SHARE: "1",
    XDG_CONFIG_HOME: folder("config"),
    XDG_DATA_HOME: folder("data"),
    XDG_CACHE_HOME: folder("cache"),
    XDG_STATE_HOME: folder("state"),
    NO_PROXY: "127.0.0.1,localhost",
  };
}

const INSTALLED = { lockfileVersion: 3, packages: { "": { dependencies: { "@opencode-ai/plugin": "*" } } } };

/** No title is asked of the model: it would be a second request with the user's prompt. */
function opencodeConfig(url: string): object {
  const limit = { context: 200_000, output: 32_000 };
  return {
    provider: {
      loopback: {
        npm: "@ai-sdk/anthropic",
        name: "Loopback",
        options: { baseURL: `${url}/v1`, apiKey: "sk-loopback" },
        models: { one: { name: "One", limit }, two: { name: "Two", limit } },
      },
    },
    enabled_providers: ["loopback"],
    model: "loopback/one",
    small_model: "loopback/one",
    permission: { bash: "ask", edit: "ask" },
    agent: { title: { disable: true } },
    share: "disabled",
    autoupdate: false,
    snapshot: false,
  };
}
