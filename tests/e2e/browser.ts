import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Debian's own Chromium where there is one, else the one inside an npm package: no download of its own. */
export const systemChromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) =>
  existsSync(path),
);

/** Where the packaged Chromium is unpacked to, and the libraries a bare machine may lack. */
export const packagedChromium = join(tmpdir(), "chromium");
const packagedLibraries = join(tmpdir(), "al2023", "lib");
const hasOwnLibraries = [
  "/usr/lib/x86_64-linux-gnu",
  "/usr/lib/aarch64-linux-gnu",
  "/usr/lib64",
  "/usr/lib",
].some((folder) => existsSync(join(folder, "libnss3.so")));

/** How the tests start the browser; without the background flags it fills its log with refused connections. */
export function launchOptions() {
  const isPackaged = systemChromium === undefined;
  return {
    executablePath: systemChromium ?? packagedChromium,
    args: [
      "--no-sandbox",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      "--font-render-hinting=none",
      ...(isPackaged ? ["--no-zygote", "--disable-gpu", "--headless=shell"] : []),
    ],
    ...(isPackaged && !hasOwnLibraries
      ? {
          env: {
            ...definedEnvironment(),
            LD_LIBRARY_PATH: [process.env["LD_LIBRARY_PATH"], packagedLibraries].filter(Boolean).join(":"),
          },
        }
      : {}),
  };
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
