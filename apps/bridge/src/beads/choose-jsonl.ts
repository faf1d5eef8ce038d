import { readFile, readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { findCheckout } from "./checkout.ts";

/** The JSONL file that holds a tracker's beads; null: there is none. */
export async function chooseJsonl(beadsDir: string): Promise<string | null> {
  const own = await ownJsonl(beadsDir);
  return (await onSyncBranch(beadsDir, own)) ?? own;
}

/** By name: the usual ones before any other, and never the tracker's own journals. */
async function ownJsonl(beadsDir: string): Promise<string | null> {
  const names = await readdir(beadsDir).catch((): string[] => []);
  const usual = ["issues.jsonl", "beads.jsonl"].find((name) => names.includes(name));
  const other = names.toSorted().find((name) => name.endsWith(".jsonl") && !NOT_BEADS.test(name));
  const chosen = usual ?? other;
  return chosen === undefined ? null : join(beadsDir, chosen);
}

const NOT_BEADS = /^(?:deletions|interactions|routes|sync_base|beads\.(?:base|left|right))\.jsonl$|^\./;

/**
 * Old versions could keep the file on a branch of its own, in a working tree inside git's folder. The branch may be
 * named in the database alone: then it is the newer file that counts.
 */
async function onSyncBranch(beadsDir: string, own: string | null): Promise<string | null> {
  const checkout = await findCheckout(dirname(beadsDir));
  if (checkout === null) return null;
  const trees = join(checkout.gitDir, "beads-worktrees");
  const branch = await branchInConfig(beadsDir);
  if (branch !== null) {
    const named = join(trees, branch, ".beads", "issues.jsonl");
    return (await changedAt(named)) === null ? null : named;
  }
  const names = await readdir(trees).catch((): string[] => []);
  const [name] = names;
  if (name === undefined || names.length > 1) return null;
  const only = join(trees, name, ".beads", "issues.jsonl");
  const times = [await changedAt(only), own === null ? null : await changedAt(own)];
  return (times[0] ?? -1) > (times[1] ?? -1) ? only : null;
}

async function branchInConfig(beadsDir: string): Promise<string | null> {
  const text = await readFile(join(beadsDir, "config.yaml"), "utf8").catch(() => "");
  return /^sync-branch:[ \t]*["']?([\w./-]+)["']?[ \t]*(?:#.*)?$/m.exec(text)?.[1] ?? null;
}

async function changedAt(path: string): Promise<number | null> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );
}
