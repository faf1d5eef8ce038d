import type { PersonaInfo } from "@switchyard/core/protocol";
import { folded } from "../../words/folded.ts";
import { personaWords } from "../../words/persona-words.ts";

/** Personas of one source. */
export interface PersonaGroup {
  readonly key: string;
  readonly layer: PersonaInfo["layer"];
  readonly source: string;
  readonly packVersion: string | null;
  readonly personas: readonly PersonaInfo[];
}

/** By layer, the one that goes before the others first, and within it by source; each keeps its order. */
export function groupPersonas(personas: readonly PersonaInfo[]): readonly PersonaGroup[] {
  const bySource = Map.groupBy(personas, ({ layer, source }) => `${layer} ${source}`);
  const groups = [...bySource].flatMap(([key, own]) => {
    const [first] = own;
    if (first === undefined) return [];
    const { layer, source, packVersion } = first;
    return [{ key, layer, source, packVersion, personas: own }];
  });
  return groups.toSorted((a, b) => LAYERS.indexOf(a.layer) - LAYERS.indexOf(b.layer));
}

const LAYERS: readonly PersonaInfo["layer"][] = ["project", "user", "installed", "built_in"];

/** Those that hold all words of a text, whose name or id does so first. */
export function findPersonas(personas: readonly PersonaInfo[], text: string): readonly PersonaInfo[] {
  const words = folded(text).split(/\s+/).filter(Boolean);
  return personas
    .map((persona) => ({ persona, rank: rankOf(persona, words) }))
    .filter(({ rank }) => rank !== null)
    .toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .map(({ persona }) => persona);
}

/** Null: it does not hold them all. */
function rankOf(persona: PersonaInfo, words: readonly string[]): number | null {
  const name = folded(`${persona.displayName} ${persona.id}`);
  const rest = folded(`${persona.description} ${persona.source} ${personaWords.layers[persona.layer]}`);
  if (!words.every((word) => name.includes(word) || rest.includes(word))) return null;
  const [first = ""] = words;
  if (name.startsWith(first) || folded(persona.id).startsWith(first)) return 0;
  return words.every((word) => name.includes(word)) ? 1 : 2;
}
