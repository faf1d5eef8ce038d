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
