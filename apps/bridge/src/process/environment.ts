import { realpathSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join, normalize, sep } from "node:path";

export interface OwnPlaces {
  /** The folders that our own packages are installed in, absolute. */
  readonly ownRoots: readonly string[];
}

/**
 * What an agent gets of the bridge's environment: the user's own, less what npm, turbo, a surrounding agent
 * and we put there. The marker of its process is added when it starts.
 */
export function agentEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  { ownRoots }: OwnPlaces,
): Record<string, string> {
  const isStartedByNpm = env["npm_execpath"] !== undefined;
  const ownBins = ownRoots.flatMap((root) => binsFrom(root));
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || OURS.test(name)) continue;
    // npm replaces it, so the user's value is lost either way.
    if (isStartedByNpm && name === "COLOR") continue;
    kept[name] = /^path$/i.test(name) ? cleanPath(value, ownBins) : value;
  }
  return kept;
}

/** PWD, OLDPWD and _ are of the shell that started us: they name our folder and our node, not the agent's. */
const OURS =
  /^(npm_.*|INIT_CWD|NODE|NODE_OPTIONS|TURBO_.*|SWITCHYARD_.*|CLAUDECODE|CLAUDE_CODE_ENTRYPOINT|PWD|OLDPWD|_)$/i;

/** Where npm puts programs for a package in this folder: below it and below every folder above it. */
function binsFrom(root: string): string[] {
  const bins: string[] = [];
  for (const start of new Set([normalize(root), realpath(root)])) {
    for (let folder = start; ; folder = dirname(folder)) {
      bins.push(join(folder, "node_modules", ".bin"));
      if (dirname(folder) === folder) break;
    }
  }
  return bins;
}

function cleanPath(path: string, ownBins: readonly string[]): string {
  return path
    .split(delimiter)
    .filter((entry) => !isOurs(entry, ownBins))
    .join(delimiter);
}

/** A relative entry means the agent's folder, not ours. */
function isOurs(entry: string, ownBins: readonly string[]): boolean {
  if (!isAbsolute(entry)) return false;
  const forms = [normalize(entry), realpath(entry)];
  return forms.some(
    (form) => NODE_GYP_BIN.test(form) || ownBins.some((bin) => `${form}${sep}`.startsWith(`${bin}${sep}`)),
  );
}

/** npm's own, for compiling packages. */
const NODE_GYP_BIN = /[\\/]node_modules[\\/].*[\\/]node-gyp-bin[\\/]?$/;

function realpath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return normalize(path);
  }
}
