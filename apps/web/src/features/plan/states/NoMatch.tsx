import { Show } from "solid-js";
import { Button } from "../../../ui/Button.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { SearchIcon } from "../../../ui/icons.ts";
import { projectWords } from "../../../words/project-words.ts";
import type { PlanFilter } from "../plan-filter.ts";

const words = projectWords.empty;

/** There are beads, and the filter leaves none of them. */
export function NoMatch(props: { filter: PlanFilter }) {
  const text = () => props.filter.text().trim();
  return (
    <EmptyState
      icon={SearchIcon}
      title={words.noMatchTitle}
      actions={
        <>
          <Show when={props.filter.isNarrowed()}>
            <Button onClick={() => props.filter.clear()}>{words.clear}</Button>
          </Show>
          <Show when={props.filter.closed() !== "all" && props.filter.show() === "open"}>
            <Button
              variant={props.filter.isNarrowed() ? "ghost" : "default"}
              onClick={() => props.filter.setClosed("all")}
            >
              {words.showClosed}
            </Button>
          </Show>
        </>
      }
    >
      {text() === "" ? words.noMatchState[props.filter.show()] : words.noMatchText(text())}
    </EmptyState>
  );
}
