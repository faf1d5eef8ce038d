import type { PersonaInfo, TaskId } from "@switchyard/core/protocol";
import { createSignal, For, type JSX, Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import type { PersonaPlace } from "../../state/personas.ts";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { Select } from "../../ui/Select.tsx";
import { personaWords, spokenTask } from "../../words/persona-words.ts";
import { ProblemList } from "./ProblemList.tsx";
import { PromptPreview } from "./PromptPreview.tsx";

const words = personaWords.settings;

/** All that is known of a persona, and its text for each of its tasks. */
export function PersonaDetails(props: { persona: PersonaInfo; place: PersonaPlace }) {
  const app = useApp();
  const [chosen, setTask] = createSignal<string | null>(null);
  const task = (): TaskId | undefined =>
    props.persona.tasks.find((one) => one === chosen()) ?? props.persona.tasks[0];
  const label = () => {
    const [name, of] = [props.persona.displayName, task()];
    return of === undefined ? words.textOf(name) : words.textFor(name, spokenTask(of));
  };
  return (
    <div class="persona-details">
      <dl>
        <Fact name={words.id}>
          <code>{props.persona.id}</code>
        </Fact>
        <Fact name={words.from}>
          {personaWords.pack(personaWords.source(props.persona), props.persona.packVersion)}
        </Fact>
        <Show when={props.persona.file}>
          {(file) => (
            <Fact name={words.file}>
              <code>{file()}</code>
              <CopyButton text={file()} label={words.copyFile} />
            </Fact>
          )}
        </Show>
        <Lines name={words.overrides} each={props.persona.overrides.map(personaWords.source)} />
        <Lines name={words.suits} each={props.persona.suits.map(suitOf)} />
        <Lines
          name={words.backend}
          each={[props.persona.backend].flatMap((id) => (id === undefined ? [] : [backendName(id)]))}
        />
        <Lines name={words.model} each={props.persona.model === undefined ? [] : [props.persona.model]} />
        <Lines name={words.variables} each={props.persona.variables.map(variableOf)} />
        <Lines
          name={words.ignored}
          each={props.persona.ignored.map(({ field, value }) => `${field}: ${value}`)}
        />
        <Show when={props.persona.problems.length > 0}>
          <Fact name={words.problems}>
            <ProblemList problems={props.persona.problems} />
          </Fact>
        </Show>
      </dl>
      <Show when={props.persona.tasks.length > 1}>
        <div class="persona-task">
          <span aria-hidden="true">{words.task}</span>
          <Select
            label={words.task}
            value={task() ?? ""}
            onValue={setTask}
            options={props.persona.tasks.map((one) => ({ value: one, label: spokenTask(one) }))}
          />
        </div>
      </Show>
      <PromptPreview
        asked={{
          persona: props.persona.id,
          ...(task() !== undefined && { task: task() }),
          ...props.place,
        }}
        version={props.persona.hash}
        label={label()}
        isListed
      />
    </div>
  );

  function backendName(id: string): string {
    return app.backends.get(id)?.displayName ?? id;
  }
}

function Fact(props: { name: string; children: JSX.Element }) {
  return (
    <>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </>
  );
}

/** Nothing where there is nothing to tell. */
function Lines(props: { name: string; each: readonly string[] }) {
  return (
    <Show when={props.each.length > 0}>
      <Fact name={props.name}>
        <For each={props.each}>{(line) => <div>{line}</div>}</For>
      </Fact>
    </Show>
  );
}

function suitOf({ types, roles, task }: PersonaInfo["suits"][number]): string {
  const who = [...types.map((type) => (type === "*" ? words.anyBead : type)), ...roles.map(words.role)];
  return task === undefined ? who.join(", ") : words.forTask(who.join(", "), spokenTask(task));
}

function variableOf({ name, description, default: byDefault }: PersonaInfo["variables"][number]): string {
  return words.variable(name, description, byDefault);
}
