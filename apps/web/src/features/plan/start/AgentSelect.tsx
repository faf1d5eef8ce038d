import type { Bead } from "@switchyard/core/protocol";
import { useApp } from "../../../state/app.ts";
import { Select } from "../../../ui/Select.tsx";
import { batchWords } from "../../../words/batch-words.ts";
import type { Agent, StartList } from "./start-list.ts";

const words = batchWords.dialog;

/** Who works on a bead, and on what task: each persona with each of its tasks. */
export function AgentSelect(props: { bead: Bead; list: StartList }) {
  const app = useApp();
  const agents = (): Agent[] =>
    app.personas
      .list()
      .flatMap(({ id, tasks }) =>
        tasks.length === 0 ? [{ persona: id }] : tasks.map((task) => ({ persona: id, task })),
      );
  const chosen = () => props.list.agentOf(props.bead);
  /** A suggestion without a task is one more choice. */
  const offered = () => {
    const own = chosen();
    return own === undefined || agents().some((agent) => keyOf(agent) === keyOf(own))
      ? agents()
      : [own, ...agents()];
  };
  return (
    <Select
      label={words.agent(props.bead.title)}
      value={keyOf(chosen())}
      options={offered().map((agent) => ({ value: keyOf(agent), label: labelOf(agent) }))}
      onValue={(key) => {
        const agent = offered().find((one) => keyOf(one) === key);
        if (agent !== undefined) props.list.chooseAgent(props.bead, agent);
      }}
    />
  );

  function labelOf({ persona, task }: Agent): string {
    return words.agentChoice(app.personas.get(persona)?.displayName ?? persona, task ? spoken(task) : null);
  }
}

function keyOf(agent: Agent | undefined): string {
  return agent === undefined ? "" : `${agent.persona}/${agent.task ?? ""}`;
}

/** "implement-task" as it is said: "implement task". */
function spoken(task: string): string {
  return task.replaceAll(/[-_]+/g, " ");
}
