import { Show } from "solid-js";
import type { SourceProblem } from "../../state/personas.ts";
import { Icon } from "../../ui/Icon.tsx";
import { TriangleAlertIcon } from "../../ui/icons.ts";
import { Note } from "../../ui/Note.tsx";
import { personaWords } from "../../words/persona-words.ts";
import { ProblemList } from "./ProblemList.tsx";

/** What of the sources of personas could not be read at all. */
export function SourceProblems(props: { problems: readonly SourceProblem[] }) {
  return (
    <Show when={props.problems.length > 0}>
      <Note icon={<Icon of={TriangleAlertIcon} />} title={personaWords.sources.title} role="note">
        <ProblemList problems={props.problems} />
      </Note>
    </Show>
  );
}
