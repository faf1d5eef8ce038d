import type { Bead, PersonaId, PersonaInfo, TaskId } from "@switchyard/core/protocol";

/** Who a bead asks for: its label `specialist:<role>`, else the `role` of its metadata. */
export function roleOf(bead: Bead): string | null {
  for (const label of bead.labels ?? []) {
    const role = label.startsWith(ROLE_LABEL) ? label.slice(ROLE_LABEL.length).trim() : "";
    if (role !== "") return role;
  }
  const told = bead.metadata?.["role"];
  return typeof told === "string" && told.trim() !== "" ? told.trim() : null;
}

const ROLE_LABEL = "specialist:";

export interface Suggestion {
  readonly persona: PersonaId;
  readonly task?: TaskId;
}

/**
 * Who should work on the bead, and on what task; null: none fits. A role that it names goes before its type, and of
 * personas that fit equally the first is it.
 */
export function suggestPersona(bead: Bead, personas: readonly PersonaInfo[]): Suggestion | null {
  const role = roleOf(bead);
  return (role === null ? null : byRole(role, bead, personas)) ?? byType(bead.issue_type, personas);
}

function byRole(role: string, bead: Bead, personas: readonly PersonaInfo[]): Suggestion | null {
  const named = personas.find(({ id }) => id === role);
  // The role is the persona itself: what it does then goes by the bead's type.
  if (named !== undefined)
    return bySuit(role, bead, [named]) ?? byType(bead.issue_type, [named]) ?? { persona: named.id };
  for (const { id, tasks } of personas) {
    const task = tasks.find((each) => each === role);
    if (task !== undefined) return { persona: id, task };
  }
  return bySuit(role, bead, personas);
}

type Suit = PersonaInfo["suits"][number];

/** A role that names no task leaves that to the bead's type. */
function bySuit(role: string, bead: Bead, personas: readonly PersonaInfo[]): Suggestion | null {
  const suited = firstSuited(personas, ({ roles }) => roles.includes(role));
  if (suited === null || suited.task !== undefined) return suited;
  return (
    byType(
      bead.issue_type,
      personas.filter(({ id }) => id === suited.persona),
    ) ?? suited
  );
}

function byType(type: string, personas: readonly PersonaInfo[]): Suggestion | null {
  return (
    firstSuited(personas, ({ types }) => types.includes(type)) ??
    firstSuited(personas, ({ types }) => types.includes("*"))
  );
}

function firstSuited(personas: readonly PersonaInfo[], fits: (suit: Suit) => boolean): Suggestion | null {
  for (const { id, suits } of personas) {
    const suit = suits.find(fits);
    if (suit !== undefined)
      return suit.task === undefined ? { persona: id } : { persona: id, task: suit.task };
  }
  return null;
}
