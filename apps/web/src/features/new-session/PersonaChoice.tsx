import { createMemo, createSignal, Match, Show, Switch } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { RotateCwIcon, SearchIcon } from "../../ui/icons.ts";
import { Keyed } from "../../ui/Keyed.tsx";
import { PersonaIcon } from "../../ui/PersonaIcon.tsx";
import { RadioCard, RadioGroup } from "../../ui/RadioGroup.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { beadWords } from "../../words/bead-words.ts";
import { words } from "../../words/en.ts";
import { personaWords } from "../../words/persona-words.ts";
import { PersonaPicker } from "../personas/PersonaPicker.tsx";
import { quickPersonas } from "../personas/quick-personas.ts";
import { toldFacts } from "../personas/told-facts.ts";
import { isUsable } from "../personas/usable.ts";
import { isStartable } from "./start-backend.ts";
import type { StartForm } from "./form.ts";
import { PersonaVariables } from "./PersonaVariables.tsx";

/** Who the session is to be: a few stand ready, all others are one step away. */
export function PersonaChoice(props: { form: StartForm }) {
  const app = useApp();
  const [isPicking, setPicking] = createSignal(false);
  const { personas, who, on } = props.form;
  const all = personas.list;
  /** Where all fit beside each other, and each can be had, there is nothing to search. */
  const isFew = () => all().length <= CARDS && all().every(isUsable) && personas.problems().length === 0;
  const quick = createMemo<readonly string[]>(
    (before) => quickPersonas(all(), { chosen: who.chosen()?.id, before, most: isFew() ? CARDS : CARDS - 1 }),
    [],
  );
  const cards = () => quick().flatMap((id) => personas.get(id) ?? []);
  const suggestedFor = () => {
    const what = on.suggestedFor();
    const isIt = what !== undefined && on.suggestion()?.persona === who.chosen()?.id;
    return isIt ? beadWords.field.suggestedFor(what) : undefined;
  };
  const facts = () => {
    const persona = who.chosen();
    if (persona === undefined) return [];
    const where = persona.layer === "built_in" ? [] : [personaWords.from(persona)];
    const { backend } = persona;
    const known = backend === undefined ? undefined : app.backends.get(backend);
    const asks =
      backend === undefined
        ? []
        : [personaWords.asksFor(known?.displayName ?? backend, known !== undefined && isStartable(known))];
    return [...where, ...toldFacts(persona), ...asks];
  };
  return (
    <div class="start-persona">
      <RadioGroup
        label={words.start.persona}
        layout="cards"
        error={who.missing() ?? props.form.error("persona")}
        aside={suggestedFor()}
      >
        {(name) => (
          <>
            <Keyed each={cards()} by={({ id }) => id}>
              {(persona) => (
                <RadioCard
                  name={name}
                  value={persona().id}
                  title={persona().displayName}
                  icon={<PersonaIcon name={persona().icon} />}
                  checked={persona().id === who.chosen()?.id}
                  onChoose={(chosen) => props.form.set("persona", chosen)}
                >
                  {persona().description}
                </RadioCard>
              )}
            </Keyed>
            <Show when={all().length > 0 && !isFew()}>
              <button
                type="button"
                class="start-all-personas"
                aria-haspopup="dialog"
                onClick={() => setPicking(true)}
              >
                <span class="strong">
                  <Icon of={SearchIcon} size={14} />
                  {personaWords.all}
                </span>
                <span class="small">
                  {personaWords.allText(
                    all().length,
                    all().filter(({ layer }) => layer === "project").length,
                  )}
                </span>
              </button>
            </Show>
          </>
        )}
      </RadioGroup>
      <Switch>
        <Match when={personas.error()}>
          {(error) => (
            <p class="start-persona-facts" role="alert">
              {personaWords.failed}: {error().message}{" "}
              <Button size={24} variant="ghost" icon={RotateCwIcon} onClick={() => void personas.read()}>
                {personaWords.prompt.again}
              </Button>
            </p>
          )}
        </Match>
        <Match when={all().length === 0 && !personas.isLoaded()}>
          <Skeleton label={personaWords.loading} lines={["half", "long"]} />
        </Match>
        <Match when={facts().length > 0}>
          <p class="start-persona-facts">
            <bdi>{who.chosen()?.displayName}</bdi>: {facts().join(" · ")}
          </p>
        </Match>
      </Switch>
      <Show when={who.chosen()}>
        {(persona) => <PersonaVariables persona={persona()} values={who.values} />}
      </Show>
      <Show when={isPicking()}>
        <PersonaPicker
          personas={personas}
          chosen={who.chosen()?.id}
          onChoose={(persona) => props.form.set("persona", persona.id)}
          onClose={() => setPicking(false)}
        />
      </Show>
    </div>
  );
}

/** One row of them on a desk, two on a phone. */
const CARDS = 4;
