import type { PackKind } from "@switchyard/core/protocol";
import type { InstalledPack, PackStore } from "../../packs/pack-store.ts";
import { seenJson, visibleLine } from "./visible.ts";

/** The installed packs of a kind, as a table or as JSON. */
export async function listText(
  kind: PackKind,
  store: Pick<PackStore, "list" | "isAsAccepted">,
  isJson: boolean,
): Promise<string> {
  const packs = store.list().filter((pack) => pack.kind === kind);
  const states = await Promise.all(packs.map((pack) => store.isAsAccepted(pack)));
  const stated = packs.map((pack, at) => ({ pack, state: states[at] === true ? "ready" : "changed" }));
  if (isJson) return `${seenJson(stated.map(({ pack, state }) => entryOf(pack, state)))}\n`;
  if (packs.length === 0) return NONE[kind];
  const rows = stated.map(({ pack, state }) => [
    pack.name,
    pack.version,
    kind === "personas" ? someOf(pack.personas) : (pack.backendId ?? "not loaded yet"),
    pack.spec,
    state === "ready" ? "" : "changed since it was accepted: update it",
  ]);
  return table([["NAME", "VERSION", kind === "personas" ? "PERSONAS" : "BACKEND", "FROM", ""], ...rows]);
}

/** A folder of other people's may have hundreds. */
function someOf(personas: InstalledPack["personas"]): string {
  const left = personas.length - MAX_NAMED;
  return left <= 1 ? personas.join(", ") : `${personas.slice(0, MAX_NAMED).join(", ")} and ${left} more`;
}

const MAX_NAMED = 5;

function entryOf(pack: InstalledPack, state: string) {
  const { folder: _folder, entry: _entry, ...told } = pack;
  return { ...told, state };
}

const NONE: Readonly<Record<PackKind, string>> = {
  personas: "No packs of personas are installed. Install one: switchyard personas add SPEC\n",
  backend: "No backends are installed beside the built-in ones. Install one: switchyard backends add SPEC\n",
};

/** Columns as wide as their widest cell. */
function table(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(visibleLine));
  const [head = []] = cells;
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}
