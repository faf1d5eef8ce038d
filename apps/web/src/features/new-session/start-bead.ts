import { isClosed, roleOf, type Suggestion, suggestPersona } from "@switchyard/beads";
import { type Bead, BeadId, type PersonaInfo, type Project } from "@switchyard/core/protocol";
import { type Accessor, createMemo } from "solid-js";
import type { App } from "../../state/app.ts";
import type { ProjectBeads } from "../../state/beads.ts";
import type { PlacePersonas } from "../../state/personas.ts";
import { beadWords as words } from "../../words/bead-words.ts";
import { isUsable } from "../personas/usable.ts";
import { formValues as values } from "./form-values.ts";

/** The bead that a session is to be started on, and what follows from it. */
export interface StartBead {
  /** The beads to choose from; undefined: the folder has none. */
  readonly beads: Accessor<ProjectBeads | undefined>;
  readonly id: Accessor<BeadId | undefined>;
  /** Undefined: none is chosen, or it is not read yet. */
  readonly bead: Accessor<Bead | undefined>;
  readonly suggestion: Accessor<Suggestion | null>;
  /** What the suggestion goes by: "a task", "the role qa". */
  readonly suggestedFor: Accessor<string | undefined>;
  /** What is unusual about starting on it now; it can be started all the same. */
  readonly note: Accessor<string | undefined>;
}

export function createStartBead(
  app: App,
  { project, personas }: { project: Accessor<Project | undefined>; personas: PlacePersonas },
): StartBead {
  const usable = createMemo(() => personas.list().filter(isUsable));
  const beads = createMemo(() => {
    const known = project();
    return known?.hasBeads === true ? app.beads.of(known.projectId) : undefined;
  });
  const id = () => {
    const parsed = BeadId.safeParse(values.bead);
    return beads() !== undefined && parsed.success ? parsed.data : undefined;
  };
  const bead = createMemo(() =>
    beads()
      ?.relations()
      .get(id() ?? ""),
  );
  const suggestion = createMemo(() => {
    const chosen = bead();
    return chosen === undefined ? null : suggestPersona(chosen, usable());
  });

  function note(): string | undefined {
    const [chosen, known, relations] = [bead(), project(), beads()?.relations()];
    if (chosen === undefined || known === undefined || relations === undefined) return undefined;
    if (isClosed(chosen)) return words.field.closed;
    const active = app.beadSessions
      .of(known.projectId, chosen.id)
      .filter((session) => session.status !== "stopped").length;
    if (active > 0) return words.field.hasSession(active);
    if (chosen.status === "in_progress" && chosen.assignee) return words.field.claimedBy(chosen.assignee);
    const blockers = relations.openBlockersOf(chosen.id).map((blocker) => blocker.id);
    return blockers.length > 0 ? words.field.blocked(blockers) : undefined;
  }

  return {
    beads,
    id,
    bead,
    suggestion,
    suggestedFor: () => {
      const chosen = bead();
      if (chosen === undefined || suggestion() === null) return undefined;
      const role = roleOf(chosen);
      return role !== null && isByRole(chosen, usable())
        ? words.field.aRole(role)
        : words.field.aType(chosen.issue_type);
    },
    note,
  };
}

/** A role that no persona takes leaves it to the type: without types only the role can suggest. */
function isByRole(bead: Bead, personas: readonly PersonaInfo[]): boolean {
  const byRole = personas.map((one) => ({
    ...one,
    suits: one.suits.map((suit) => ({ ...suit, types: [] })),
  }));
  return suggestPersona(bead, byRole) !== null;
}
