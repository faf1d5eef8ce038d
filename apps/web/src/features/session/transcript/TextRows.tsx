import type { TextItem, UserItem } from "@switchyard/core/session";
import { Show } from "solid-js";
import { Markdown } from "../../../markdown/Markdown.tsx";
import { LightbulbIcon } from "../../../ui/icons.ts";
import { sessionWords as words } from "../../../words/session-words.ts";
import { toolWords } from "../../../words/tool-words.ts";
import { duration } from "../format.ts";
import { Attachments } from "../pictures/Attachments.tsx";
import { Pictures } from "../pictures/Pictures.tsx";
import { Fold } from "./Fold.tsx";
import { createFullText } from "./full-text.ts";
import { MakeBead } from "./MakeBead.tsx";
import { createKept, foldKey } from "./row-memory.ts";
import { ShowAll } from "./ShowAll.tsx";

/** What the user said, as it was written. */
export function UserRow(props: { item: UserItem }) {
  const full = createFullText(() => props.item);
  return (
    <div class="you">
      <Show when={props.item.text !== ""}>
        <div class="you-text">{full.whole() ?? props.item.text}</div>
      </Show>
      <ShowAll of={full} />
      <Attachments attachments={props.item.attachments} />
      <MakeBead itemId={props.item.id} text={full.whole() ?? props.item.text} />
    </div>
  );
}

/** The agent's words; `open` while more may come. */
export function MessageRow(props: { item: TextItem; open: boolean }) {
  const full = createFullText(() => props.item);
  return (
    <div class="said">
      <Markdown text={full.whole() ?? props.item.text} open={props.open} />
      <ShowAll of={full} />
      <Pictures images={props.item.images} from={toolWords.agent} />
      <Show when={!props.open}>
        <MakeBead itemId={props.item.id} text={full.whole() ?? props.item.text} />
      </Show>
    </div>
  );
}

/** A thought: open while it is the newest thing, then one line. */
export function ThoughtRow(props: { item: TextItem; open: boolean }) {
  const [chosen, setChosen] = createKept<boolean>(foldKey(props.item.id));
  const full = createFullText(() => props.item);
  const isOpen = () => chosen() ?? props.open;
  const label = () =>
    props.open
      ? words.thinking
      : words.thoughtFor(duration(Math.max(1000, props.item.updatedAt - props.item.at)));
  return (
    <Show when={props.open || props.item.text.trim() !== ""}>
      <Fold icon={LightbulbIcon} label={label()} open={isOpen()} onToggle={() => setChosen(!isOpen())}>
        <div class="thought">
          <Markdown text={full.whole() ?? props.item.text} open={props.open} />
          <ShowAll of={full} />
        </div>
      </Fold>
    </Show>
  );
}
