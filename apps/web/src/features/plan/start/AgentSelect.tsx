import { suggestPersona } from "@switchyard/beads";
import type { Bead, PersonaInfo } from "@switchyard/core/protocol";
import { createMemo, createSignal, Show } from "solid-js";
import { Select } from "../../../ui/Select.tsx";
import { batchWords } from "../../../words/batch-words.ts";
import { personaWords, spokenTask } from "../../../words/persona-words.ts";
import { PersonaPicker } from "../../personas/PersonaPicker.tsx";
import { quickPersonas } from "../../personas/quick-personas.ts";
import type { Agent, StartList } from "./start-list.ts";

const words = batchWords.dialog;

/** Who works on a bead, and on what task: a few personas with each of their tasks, the others one step away. */
export function AgentSelect(props: { bead: Bead; list: StartList }) {
  const [isPicking, setPicking] = createSignal(false);
  const { personas } = props.list;
  const chosen = () => props.list.agentOf(props.bead);
  const quick = createMemo<readonly string[]>(
    (before) => quickPersonas(personas.list(), { chosen: chosen()?.persona, before, most: QUICK }),
    [],
  );
  const agents = (): Agent[] => quick().flatMap((id) => agentsOf(personas.get(id)));
  /** A suggestion without a task is one more choice. */
  const offered = () => {
    const own = chosen();
    return own === undefined || agents().some((agent) => keyOf(agent) === keyOf(own))
      ? agents()
      : [own, ...agents()];
  };
  const options = () => [
    ...offered().map((agent) => ({ value: keyOf(agent), label: labelOf(agent) })),
    ...(personas.list().length > QUICK ? [{ value: ALL, label: personaWords.all }] : []),
  ];
  let box!: HTMLSpanElement;

  function labelOf({ persona, task }: Agent): string {
    return words.agentChoice(
      personas.get(persona)?.displayName ?? persona,
      task === undefined ? null : spokenTask(task),
    );
  }

  function pick(key: string): void {
    if (key === ALL) {
      // What is chosen stays so until another is.
      const select = box.querySelector("select");
      if (select !== null) select.value = keyOf(chosen());
      return void setPicking(true);
    }
    const agent = offered().find((one) => keyOf(one) === key);
    if (agent !== undefined) props.list.chooseAgent(props.bead, agent);
  }

  return (
    <span ref={box} class="start-row-agent">
      <Select
        label={words.agent(props.bead.title)}
        value={keyOf(chosen())}
        options={options()}
        onValue={pick}
      />
      <Show when={isPicking()}>
        <PersonaPicker
          personas={personas}
          chosen={chosen()?.persona}
          onChoose={(persona) =>
            props.list.chooseAgent(props.bead, suggestPersona(props.bead, [persona]) ?? firstOf(persona))
          }
          onClose={() => setPicking(false)}
        />
      </Show>
    </span>
  );
}

const QUICK = 6;
const ALL = "*";

function agentsOf(persona: PersonaInfo | undefined): Agent[] {
  if (persona === undefined) return [];
  const { id, tasks } = persona;
  return tasks.length === 0 ? [{ persona: id }] : tasks.map((task) => ({ persona: id, task }));
}

function firstOf(persona: PersonaInfo): Agent {
  const [task] = persona.tasks;
  return { persona: persona.id, ...(task !== undefined && { task }) };
}

function keyOf(agent: Agent | undefined): string {
  return agent === undefined ? "" : `${agent.persona}/${agent.task ?? ""}`;
}
