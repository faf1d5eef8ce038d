import { dirname, join } from "node:path";
import type { Answer } from "../answer.ts";
import type { Call } from "../call.ts";
import type { Place } from "../place.ts";
import type { Profile } from "../profile.ts";
import { prefixOf } from "./create.ts";

/** `version`: opens nothing. */
export function version(profile: Profile): Answer {
  return { json: { version: profile.version, build: "dev" }, text: versionLine(profile) };
}

export function versionLine(profile: Profile): string {
  return `bd version ${profile.version} (dev)\n`;
}

/** `where`. */
export function where(call: Call): Answer {
  const { place } = call;
  return {
    json: {
      path: place.beadsDir,
      ...(place.redirectedFrom === undefined ? {} : { redirected_from: place.redirectedFrom }),
      prefix: prefixOf(call),
      database_path: join(place.beadsDir, call.profile.atLeast("0.51.0") ? "embeddeddolt" : "beads.db"),
    },
    text: `${place.beadsDir}\n`,
  };
}

/** `where`, where there is nothing. */
export const nowhere = {
  error: "no_beads_directory",
  message: "No active beads directory found",
  hint: "run 'bd init' to create a new database",
};

/** `context`: opens nothing. */
export function context(place: Place, profile: Profile): Answer {
  const root = dirname(place.beadsDir);
  return {
    json: {
      beads_dir: place.beadsDir,
      repo_root: root,
      is_redirected: place.redirectedFrom !== undefined,
      is_worktree: place.isWorktree,
      backend: "dolt",
      dolt_mode: "embedded",
      database: "fake",
      project_id: "00000000-0000-4000-8000-000000000000",
      role: "maintainer",
      bd_version: profile.version,
    },
    text: `${place.beadsDir}\n`,
  };
}

/** `config get KEY`: what is not set is empty, and no error. */
export function configGet(call: Call): Answer {
  const [key = ""] = call.words;
  const value = call.config.get(key) ?? "";
  return {
    json: { key, value, location: "config.yaml" },
    text: value === "" ? `${key} (not set)\n` : `${value}\n`,
  };
}
