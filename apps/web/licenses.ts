import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Plugin, Rollup } from "vite";
import { z } from "zod";

/**
 * Writes `licenses.txt` beside the page: the license of each package of others of which the page carries something.
 * Workers are bundles of their own: `worker` has to stand in theirs, `page` writes the one file for all.
 */
export function licenses(): { page: Plugin; worker: Plugin } {
  const folders = new Set<string>();
  const collect = (bundle: Rollup.OutputBundle, root: string): void => {
    for (const file of Object.values(bundle)) {
      // A font is no module: it is known by the name that it had.
      for (const path of file.type === "chunk" ? file.moduleIds : file.originalFileNames) {
        // The bundler's own modules have no path.
        const folder = path.startsWith("\0") ? undefined : packageFolder(resolve(root, path));
        if (folder !== undefined) folders.add(folder);
      }
    }
  };
  return {
    worker: {
      name: "licenses-of-workers",
      generateBundle(_, bundle) {
        collect(bundle, this.environment.config.root);
      },
    },
    page: {
      name: "licenses",
      generateBundle: {
        // Each worker is built by now; the fonts are in the bundle when all others are done.
        order: "post",
        handler(_, bundle) {
          collect(bundle, this.environment.config.root);
          const notices = [...folders].map(noticeOf).toSorted();
          this.emitFile({ type: "asset", fileName: "licenses.txt", source: [HEAD, ...notices].join("\n") });
        },
      },
    },
  };
}

const HEAD = "Libraries and fonts that are part of Switchyard's page, and their licenses.\n";

/** The folder of the package that a file belongs to; undefined: it is this repository's. */
function packageFolder(path: string): string | undefined {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/.exec(path)?.[0];
}

/** @throws {Error} where a package has no text that could be given on with it */
function noticeOf(folder: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const { name, version, license } = Manifest.parse(manifest);
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|notice|copying)/i.test(file));
  if (files.length === 0) throw new Error(`${name} is part of the page, and has no license in its package.`);
  const texts = files.toSorted().map((file) => readFileSync(join(folder, file), "utf8").trim());
  return [`${RULE}\n${name} ${version} (${license})\n${RULE}`, ...texts, ""].join("\n\n");
}

const Manifest = z.object({ name: z.string(), version: z.string(), license: z.string() });
const RULE = "=".repeat(80);
