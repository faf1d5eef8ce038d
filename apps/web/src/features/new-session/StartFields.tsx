import { For } from "solid-js";
import { useApp } from "../../state/app.ts";
import { PersonaIcon } from "../../ui/PersonaIcon.tsx";
import { RadioCard, RadioGroup } from "../../ui/RadioGroup.tsx";
import { words } from "../../words/en.ts";
import { beadWords } from "../../words/bead-words.ts";
import { BackendChoice } from "./BackendChoice.tsx";
import { BudgetField } from "./BudgetField.tsx";
import { FirstMessage } from "./FirstMessage.tsx";
import type { StartForm } from "./form.ts";
import { PermissionChoice } from "./PermissionChoice.tsx";
import { WorkFields } from "./WorkFields.tsx";

/** The fields of a new session. */
export function StartFields(props: { form: StartForm }) {
  const app = useApp();
  const others = () =>
    app.sessions.list.filter(
      (session) =>
        (session.process === "live" || session.process === "starting") &&
        session.cwd === props.form.folder().replace(/(.)\/+$/, "$1"),
    ).length;
  const isSuggested = () =>
    props.form.on.suggestedFor() !== undefined &&
    props.form.on.suggestion()?.persona === props.form.persona();
  return (
    <div class="start-fields">
      <WorkFields form={props.form} note={others() > 0 ? words.start.others(others()) : undefined} />
      <RadioGroup
        label={words.start.persona}
        layout="cards"
        error={props.form.error("persona")}
        aside={isSuggested() ? beadWords.field.suggestedFor(props.form.on.suggestedFor() ?? "") : undefined}
      >
        {(name) => (
          <For each={app.personas.list()}>
            {(persona) => (
              <RadioCard
                name={name}
                value={persona.id}
                title={persona.displayName}
                icon={<PersonaIcon name={persona.icon} />}
                checked={persona.id === props.form.persona()}
                onChoose={(chosen) => props.form.set("persona", chosen)}
              >
                {persona.description}
              </RadioCard>
            )}
          </For>
        )}
      </RadioGroup>
      <BackendChoice form={props.form} />
      <FirstMessage form={props.form} />
      <PermissionChoice form={props.form} error={props.form.error("permissions")} />
      <BudgetField form={props.form} />
    </div>
  );
}
