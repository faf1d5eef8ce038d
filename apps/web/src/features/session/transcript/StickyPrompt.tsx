import type { UserItem } from "@switchyard/core/session";
import { Show } from "solid-js";
import { Icon } from "../../../ui/Icon.tsx";
import { ArrowUpIcon } from "../../../ui/icons.ts";
import { sessionWords as words } from "../../../words/session-words.ts";
import { timeOfDay } from "../format.ts";
import type { Line } from "./create-lines.ts";

/** The prompt of the turn in view, in one line; a press goes back to where the turn starts. */
export function StickyPrompt(props: { of: StuckPrompt | null; onPress: (start: Line) => void }) {
  return (
    <Show when={props.of}>
      {(stuck) => (
        <button
          type="button"
          class="sticky-prompt"
          title={words.toStartOfTurn}
          onClick={() => props.onPress(stuck().start)}
        >
          <span class="turn-column">
            <b>{words.you}</b>
            <span class="cut grow">{stuck().item.text.slice(0, 400)}</span>
            <span class="small text-3">{timeOfDay(stuck().item.at)}</span>
            <Icon of={ArrowUpIcon} size={14} />
          </span>
        </button>
      )}
    </Show>
  );
}

export interface StuckPrompt {
  readonly item: UserItem;
  /** Where its turn starts. */
  readonly start: Line;
}

/** The prompt that has scrolled out at the top while its turn is in view; null: none. `first` is the row in view. */
export function stuckPrompt(lines: readonly Line[], first: string | undefined): StuckPrompt | null {
  const at = lines.findIndex((line) => line.key === first);
  const part = lines[at]?.part;
  const prompt = lines.findIndex((line) => line.part === part && promptOf(line) !== undefined);
  const item = lines[prompt] && promptOf(lines[prompt]);
  const start = lines.find((line) => line.part === part);
  return item && start && prompt < at ? { item, start } : null;
}

export function isSamePrompt(a: StuckPrompt | null, b: StuckPrompt | null): boolean {
  return a?.item === b?.item && a?.start === b?.start;
}

function promptOf({ row }: Line): UserItem | undefined {
  return row?.kind === "item" && row.item.kind === "user" ? row.item : undefined;
}
