import { realpath } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { SwitchyardError, type TrustQuestion } from "@switchyard/core/protocol";
import type { Log } from "../log/log.ts";
import { whatItBrings } from "./folder-brings.ts";
import { folderNotTrusted } from "./launch.ts";

/** The gate before the first start in a folder: starting a CLI runs what the folder brings. */
export interface TrustGate {
  /** What the user has not seen yet; null: nothing. */
  question(cwd: string, environmentFiles: readonly string[]): Promise<TrustQuestion | null>;
  /** @throws {SwitchyardError} FOLDER_NOT_TRUSTED when the folder holds something else than `hash` names. */
  trust(cwd: string, hash: string): Promise<void>;
}

export interface TrustGateOptions {
  readonly trusted: Log["trust"];
  /** The bridge's environment. */
  readonly env: NodeJS.ProcessEnv;
  /** The environment files that each of the backends has. */
  readonly environmentFiles: () => readonly (readonly string[])[];
  /** The folder that one in a worktree is the copy of; null: it is in none. @default none is */
  readonly originOf?: (folder: string) => string | null;
}

export function makeTrustGate(options: TrustGateOptions): TrustGate {
  const { trusted, env, environmentFiles, originOf = () => null } = options;
  const home = env["HOME"] ?? homedir();
  const own = new Set([
    ...[".claude", ".gemini", ".codex", ".opencode"].map((name) => join(home, name)),
    env["CLAUDE_CONFIG_DIR"] ?? "",
    join(home, ".env"),
  ]);

  return {
    async question(cwd, files) {
      const folder = await realFolder(cwd);
      const found = await whatItBrings(folder, own, files);
      if (found.brings.length === 0 || trusted.has(folder, found.hash)) return null;
      // The same was looked at where it was copied from.
      const origin = originOf(folder);
      if (origin !== null && trusted.has(origin, found.hash)) return null;
      return { cwd: folder, ...found };
    },
    async trust(cwd, hash) {
      const folder = await realFolder(cwd);
      const [without, ...more] = await Promise.all([
        whatItBrings(folder, own),
        ...environmentFiles().map((files) => whatItBrings(folder, own, files)),
      ]);
      const shown = [without, ...more].find((found) => found.hash === hash);
      if (shown === undefined) throw folderNotTrusted({ cwd: folder, ...(more.at(-1) ?? without) });
      trusted.add(folder, hash);
      // Who has seen the variables has seen the rest, too.
      trusted.add(folder, without.hash);
    },
  };
}

async function realFolder(cwd: string): Promise<string> {
  return realpath(cwd).catch(() => {
    throw new SwitchyardError("FOLDER_NOT_FOUND", `There is no folder ${cwd}. Name one that exists.`, {
      cwd,
    });
  });
}
