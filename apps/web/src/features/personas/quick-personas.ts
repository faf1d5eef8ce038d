import type { PersonaInfo } from "@switchyard/core/protocol";
import { z } from "zod";
import { recall, remember } from "../../state/local.ts";
import { isUsable } from "./usable.ts";

/**
 * The few that stand ready to be chosen: those used last, then the built-in ones, then the others. What stood there
 * stays where it is; a chosen one that is not among them takes the last place.
 */
export function quickPersonas(
  personas: readonly PersonaInfo[],
  { chosen, before, most }: { chosen: string | undefined; before: readonly string[]; most: number },
): readonly string[] {
  const usable = personas.filter(isUsable);
  const isThere = (id: string) => usable.some((persona) => persona.id === id);
  const builtIn = usable.filter(({ layer }) => layer === "built_in");
  const offered = [
    ...before,
    ...recentPersonas(),
    ...builtIn.map(({ id }) => id),
    ...usable.map(({ id }) => id),
  ];
  const quick = [...new Set(offered)].filter(isThere).slice(0, most);
  if (chosen === undefined || quick.includes(chosen) || !isThere(chosen)) return quick;
  return before.length === 0 ? [chosen, ...quick.slice(0, most - 1)] : [...quick.slice(0, most - 1), chosen];
}

/** Remembers that a persona was used; the last one stands first. */
export function keepRecent(persona: string): void {
  const recent = [persona, ...recentPersonas().filter((one) => one !== persona)];
  remember(KEPT, JSON.stringify(recent.slice(0, MOST_RECENT)));
}

function recentPersonas(): readonly string[] {
  const kept = z.array(z.string()).safeParse(parseJson(recall(KEPT)));
  return kept.success ? kept.data : [];
}

function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "[]");
  } catch {
    return [];
  }
}

const KEPT = "start.personas";
const MOST_RECENT = 8;
