import type { UserItem } from "@switchyard/core/session";
import { createMemo, Show } from "solid-js";
import { Icon } from "../../../ui/Icon.tsx";
import { ArrowUpIcon } from "../../../ui/icons.ts";
import { sessionWords as words } from "../../../words/session-words.ts";
import { timeOfDay } from "../format.ts";
import { useSession } from "../session-context.ts";

/** The prompt of the turn in view, in one line; a press goes back to where the turn starts. */
export function StickyPrompt(props: { stuck: number | null; onPress: (key: number) => void }) {
  const view = useSession();
  const prompt = createMemo(() => {
    const section = view.transcript.sections.find((section) => section.key === props.stuck);
    return section?.items.find((item): item is UserItem => item.kind === "user");
  });
  return (
    <Show when={prompt()}>
      {(item) => (
        <button
          type="button"
          class="sticky-prompt"
          title={words.toStartOfTurn}
          onClick={() => props.stuck !== null && props.onPress(props.stuck)}
        >
          <span class="turn-column">
            <b>{words.you}</b>
            <span class="cut grow">{item().text.slice(0, 400)}</span>
            <span class="small text-3">{timeOfDay(item().at)}</span>
            <Icon of={ArrowUpIcon} size={14} />
          </span>
        </button>
      )}
    </Show>
  );
}
