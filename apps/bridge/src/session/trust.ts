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
  question(cwd: string): Promise<TrustQuestion | null>;
  /** @throws {SwitchyardError} FOLDER_NOT_TRUSTED when the folder holds something else than `hash` names. */
  trust(cwd: string, hash: string): Promise<void>;
}

export function makeTrustGate(log: Pick<Log, "trust">, env: NodeJS.ProcessEnv): TrustGate {
  const home = env["HOME"] ?? homedir();
  const own = new Set([
    ...[".claude", ".gemini", ".codex", ".opencode"].map((name) => join(home, name)),
    env["CLAUDE_CONFIG_DIR"] ?? "",
  ]);

  async function question(cwd: string): Promise<TrustQuestion | null> {
    const folder = await realFolder(cwd);
    const found = await whatItBrings(folder, own);
    if (found.brings.length === 0 || log.trust.has(folder, found.hash)) return null;
    return { cwd: folder, ...found };
  }

  return {
    question,
    async trust(cwd, hash) {
      const folder = await realFolder(cwd);
      const found = await whatItBrings(folder, own);
      if (found.hash !== hash) throw folderNotTrusted({ cwd: folder, ...found });
      log.trust.add(folder, hash);
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
