import { createMemo, createSignal, Match, Show, Switch } from "solid-js";
import { useApp } from "../../state/app.ts";
import type { PersonaPlace } from "../../state/personas.ts";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { FolderIcon, RotateCwIcon, SearchIcon, TriangleAlertIcon } from "../../ui/icons.ts";
import { Keyed } from "../../ui/Keyed.tsx";
import { Note } from "../../ui/Note.tsx";
import { SelectField } from "../../ui/SelectField.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { personaWords } from "../../words/persona-words.ts";
import { findPersonas, groupPersonas, type PersonaGroup } from "./find-personas.ts";
import { PersonaGroupRows } from "./PersonaGroupRows.tsx";
import { SourceProblems } from "./SourceProblems.tsx";
import "./persona-list.css";

const words = personaWords.settings;

/** The personas of a project, to be searched and read: where each is from, what it stands before, all of its text. */
export function PersonaList() {
  const app = useApp();
  const [chosen, setChosen] = createSignal<string | null>(null);
  const [query, setQuery] = createSignal("");
  /** Undefined: none, so that it is the bridge's own folder. */
  const project = () =>
    chosen() === null ? (app.projects.open() ?? undefined) : app.projects.get(chosen() ?? "");
  const place = (): PersonaPlace => {
    const [known, cwd] = [project(), app.settings.cwd()];
    if (known !== undefined) return { projectId: known.projectId };
    return cwd === null ? {} : { cwd };
  };
  const personas = app.personas.in(place);
  const isSearch = () => query().trim() !== "";
  const found = createMemo(() => findPersonas(personas.list(), query()));
  const groups = createMemo((): readonly PersonaGroup[] =>
    groupPersonas(isSearch() ? found() : personas.list()),
  );
  return (
    <div class="persona-list">
      <p class="small text-3">{words.text}</p>
      <div class="persona-list-bar">
        <Show when={app.projects.list().length > 0}>
          <SelectField
            label={words.project}
            icon={FolderIcon}
            value={project()?.projectId ?? ""}
            onValue={setChosen}
            options={[
              ...app.projects.list().map(({ projectId }) => ({
                value: projectId as string,
                label: app.projects.nameOf(projectId),
              })),
              { value: "", label: words.noProject },
            ]}
          />
        </Show>
        <Field
          label={personaWords.picker.search}
          icon={SearchIcon}
          size={34}
          type="search"
          placeholder={personaWords.picker.placeholder}
          value={query()}
          onValue={setQuery}
          aside={
            <span role="status">
              {isSearch()
                ? personaWords.countOf(found().length, personas.list().length)
                : personaWords.count(personas.list().length)}
            </span>
          }
        />
        <Button
          variant="ghost"
          icon={RotateCwIcon}
          label={words.again}
          onClick={() => void personas.read()}
        />
      </div>
      <Show when={personas.error()}>
        {(error) => (
          <Note icon={<Icon of={TriangleAlertIcon} />} title={personaWords.failed} role="alert">
            {error().message}
          </Note>
        )}
      </Show>
      <SourceProblems problems={personas.problems()} />
      <Switch>
        <Match when={groups().length > 0}>
          <Keyed each={groups()} by={({ key }) => key}>
            {(group) => <PersonaGroupRows group={group()} place={place()} />}
          </Keyed>
        </Match>
        <Match when={isSearch()}>
          <p class="persona-list-none">{personaWords.picker.none(query().trim())}</p>
        </Match>
        <Match when={personas.isLoaded()}>
          <p class="persona-list-none">{words.none}</p>
        </Match>
        <Match when={personas.error() === null}>
          <Skeleton label={personaWords.loading} lines={["half", "long", "short"]} />
        </Match>
      </Switch>
    </div>
  );
}
