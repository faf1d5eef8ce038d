import type { PackName, PackReview, PersonaInfo } from "@switchyard/core/protocol";
import { loadBuiltInPersonas, readPersonaPack } from "@switchyard/personas";
import { type SourceOptions, userSources } from "../personas/sources.ts";
import type { DescribedPersona } from "./describe-pack.ts";
import type { InstalledPack } from "./pack-store.ts";

/** Where personas are that a pack's may stand before or behind, whatever project a session is in. */
export interface Others extends Pick<SourceOptions, "dataFolder" | "env"> {
  readonly installed: readonly InstalledPack[];
}

/** Says of the personas of a pack which one of their id is used instead, and which they stand before. */
export async function standing(
  name: PackName,
  personas: readonly DescribedPersona[],
  others: Others,
): Promise<PackReview["personas"]> {
  if (personas.length === 0) return [];
  const packs = others.installed.filter(({ kind }) => kind === "personas");
  const at = packs.findIndex((pack) => pack.name === name);
  // An update keeps the turn of the version before it.
  const turn = at === -1 ? packs.length : at;
  const ahead = byId([...(await usersOwn(others)), ...packs.slice(0, turn).flatMap(heldBy)]);
  const behind = byId([...packs.slice(turn + 1).flatMap(heldBy), ...(await loadBuiltInPersonas())]);
  return personas.map((persona) => ({
    ...persona,
    yieldsTo: ahead.get(persona.id)?.[0] ?? null,
    overrides: behind.get(persona.id) ?? [],
  }));
}

type Held = Pick<PersonaInfo, "id" | "layer" | "source">;

async function usersOwn(options: Others): Promise<Held[]> {
  const packs = await Promise.all(userSources(options).map(({ folder, as }) => readPersonaPack(folder, as)));
  return packs.flatMap((pack) => pack?.personas ?? []);
}

function heldBy({ name, personas }: InstalledPack): Held[] {
  return personas.map((id) => ({ id, layer: "installed", source: name }));
}

function byId(all: readonly Held[]): Map<string, PersonaInfo["overrides"]> {
  const groups = Map.groupBy(all, ({ id }) => id);
  return new Map([...groups].map(([id, held]) => [id, held.map(({ layer, source }) => ({ layer, source }))]));
}
