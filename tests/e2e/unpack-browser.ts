import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import chromium, { inflate } from "@sparticuz/chromium";
import { systemChromium } from "./browser.ts";

/** Unpacks the packaged browser once, before any test needs it. */
// oxlint-disable-next-line import/no-default-export -- Playwright takes a global set-up only as a default export
export default async function unpackBrowser(): Promise<void> {
  if (systemChromium !== undefined) return;
  await chromium.executablePath();
  const root = dirname(dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")));
  await inflate(join(root, "bin", "al2023.tar.br"));
}
