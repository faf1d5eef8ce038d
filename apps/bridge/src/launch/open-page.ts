/** Whether there is somebody to open a browser for: no CI, no remote shell, and on Linux a display. */
export function canOpenBrowser(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): boolean {
  if (env["CI"] || env["SSH_CONNECTION"] || env["SSH_TTY"]) return false;
  return platform === "darwin" || platform === "win32" || Boolean(env["DISPLAY"] || env["WAYLAND_DISPLAY"]);
}

/** Opens a file in the user's browser; false: it did not start. */
export async function openPage(path: string): Promise<boolean> {
  try {
    const { default: open } = await import("open");
    const browser = await open(path);
    browser.on("error", () => {});
    return true;
  } catch {
    return false;
  }
}
