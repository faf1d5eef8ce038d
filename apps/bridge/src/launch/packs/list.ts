import type { PackKind } from "@switchyard/core/protocol";
import type { InstalledPack, PackStore } from "../../packs/pack-store.ts";
import type { Endings } from "../../plugins/endings.ts";
import { seenJson, visibleLine } from "./visible.ts";

/** What is known of packs without a bridge. */
export interface PackSources {
  readonly store: Pick<PackStore, "list" | "isAsAccepted">;
  readonly isHeld: Endings["isHeld"];
}

type State = "ready" | "changed" | "failed";

/** The installed packs of a kind, as a table or as JSON. */
export async function listText(
  kind: PackKind,
  { store, isHeld }: PackSources,
  isJson: boolean,
): Promise<string> {
  const packs = store.list().filter((pack) => pack.kind === kind);
  const stated = await Promise.all(
    packs.map(async (pack): Promise<{ pack: InstalledPack; state: State }> => {
      if (!(await store.isAsAccepted(pack))) return { pack, state: "changed" };
      return { pack, state: isHeld(pack) ? "failed" : "ready" };
    }),
  );
  if (isJson) return `${seenJson(stated.map(({ pack, state }) => entryOf(pack, state)))}\n`;
  if (packs.length === 0) return NONE[kind];
  const rows = stated.map(({ pack, state }) => [
    pack.name,
    pack.version,
    kind === "personas"
      ? someOf(pack.personas)
      : (pack.backendId ?? (state === "failed" ? "" : "not loaded yet")),
    pack.spec,
    TOLD[state],
  ]);
  return table([["NAME", "VERSION", kind === "personas" ? "PERSONAS" : "BACKEND", "FROM", ""], ...rows]);
}

const TOLD: Readonly<Record<State, string>> = {
  ready: "",
  changed: "changed since it was accepted: update it",
  failed: "held back, since Switchyard ended with it: update it to try it again, also as it is",
};

/** A folder of other people's may have hundreds. */
function someOf(personas: InstalledPack["personas"]): string {
  const left = personas.length - MAX_NAMED;
  return left <= 1 ? personas.join(", ") : `${personas.slice(0, MAX_NAMED).join(", ")} and ${left} more`;
}

const MAX_NAMED = 5;

function entryOf(pack: InstalledPack, state: State) {
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
