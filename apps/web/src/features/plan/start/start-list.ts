import { type Beads, compareIds, isClosed, suggestPersona } from "@switchyard/beads";
import type { Bead, ParamsOf, PersonaId, PersonaInfo, Project, TaskId } from "@switchyard/core/protocol";
import { createMemo, createSignal, untrack } from "solid-js";
import { createStore } from "solid-js/store";
import type { App } from "../../../state/app.ts";
import { recall } from "../../../state/local.ts";
import type { PlacePersonas } from "../../../state/personas.ts";
import { createPersonaValues, type PersonaValues } from "../../new-session/persona-values.ts";
import { isUsable } from "../../personas/usable.ts";
import { hindranceOf } from "./hindrance.ts";

/** Who a session is to be, and on what task. */
export interface Agent {
  readonly persona: PersonaId;
  readonly task?: TaskId;
}

type Asked = Agent & Pick<ParamsOf<"startAgentSession">, "variables">;

/** The beads that may be started on, which of them are chosen, and with whom. */
export interface StartList {
  /** The most urgent first; the same ones while the dialog is open. */
  beads(): readonly Bead[];
  /** How many more there are than are shown. */
  readonly left: number;
  isTicked(bead: Bead): boolean;
  tick(bead: Bead, isTicked: boolean): void;
  tickAll(isTicked: boolean): void;
  ticked(): readonly Bead[];
  /** What speaks against a session on it; it may be started all the same. */
  noteOf(bead: Bead): string | null;
  /** Undefined: no persona is known yet. */
  agentOf(bead: Bead): Agent | undefined;
  chooseAgent(bead: Bead, agent: Agent): void;
  /** Who works on it and with what was filled in, as start and preview name it. */
  askedOf(bead: Bead): Asked | undefined;
  /** Who works on the ticked ones. */
  askedPersonas(): readonly PersonaInfo[];
  /** What was typed for their variables: for all that one persona works on. */
  readonly values: PersonaValues;
  /** Those that a session can have in the project. */
  readonly personas: PlacePersonas;
}

/** How many beads one call starts on. */
export const MOST_STARTS = 200;

/** Of the ticked ones, or, where none is, of all that are ready. */
export function createStartList(app: App, project: Project, wanted: readonly string[]): StartList {
  const { projectId } = project;
  const personas = app.personas.in(() => ({ projectId }));
  const usable = createMemo(() => personas.list().filter(isUsable));
  const relations = () => app.beads.of(projectId).relations();
  const isAsked = wanted.length > 0;
  const hindrance = (bead: Bead) =>
    hindranceOf(bead, relations(), app.beadSessions.active(projectId).has(bead.id));
  const all = untrack(() =>
    isAsked ? [...wanted] : readyIds(relations(), (bead) => hindrance(bead) !== null),
  );
  const ids = all.slice(0, MOST_STARTS);
  const beads = createMemo(() => ids.flatMap((id) => relations().get(id) ?? []));
  const [own, setOwn] = createSignal<ReadonlyMap<string, boolean>>(new Map());
  const [agents, setAgents] = createSignal<ReadonlyMap<string, Agent>>(new Map());
  const [typed, setTyped] = createStore<Record<string, string>>({});
  const values = createPersonaValues(
    () => typed,
    (key, value) => setTyped(key, value),
  );

  const isTicked = (bead: Bead) => {
    const found = hindrance(bead);
    // Who ticked it in the tree means it; only what would be done twice is left out.
    return own().get(bead.id) ?? (found === null || (isAsked && !found.isTwice));
  };

  const ticked = () => beads().filter(isTicked);
  const agentOf = (bead: Bead) =>
    agents().get(bead.id) ?? suggestPersona(bead, usable()) ?? anybody(usable());
  const askedPersonas = createMemo(() =>
    [...new Set(ticked().map((bead) => agentOf(bead)?.persona ?? ""))].flatMap(
      (id) => personas.get(id) ?? [],
    ),
  );

  return {
    beads,
    left: all.length - ids.length,
    isTicked,
    tick: (bead, to) => setOwn((before) => new Map([...before, [bead.id, to]])),
    tickAll: (to) => setOwn(new Map(ids.map((id) => [id, to]))),
    ticked,
    noteOf: (bead) => hindrance(bead)?.why ?? null,
    agentOf,
    chooseAgent: (bead, agent) => setAgents((before) => new Map([...before, [bead.id, agent]])),
    askedOf(bead) {
      const agent = agentOf(bead);
      return agent && { ...agent, ...values.given(personas.get(agent.persona)) };
    },
    askedPersonas,
    values,
    personas,
  };
}

/** All that are ready, what nothing speaks against first. */
function readyIds(beads: Beads, isHindered: (bead: Bead) => boolean): string[] {
  return beads.list
    .filter((bead) => !isClosed(bead) && beads.isReady(bead.id))
    .toSorted(
      (a, b) =>
        Number(isHindered(a)) - Number(isHindered(b)) || a.priority - b.priority || compareIds(a.id, b.id),
    )
    .map(({ id }) => id);
}

function anybody(usable: readonly PersonaInfo[]): Agent | undefined {
  const known = [recall("start.persona"), "specialist"].map((id) => usable.find((one) => one.id === id));
  const persona = known.find((one) => one !== undefined) ?? usable[0];
  return persona && { persona: persona.id };
}
