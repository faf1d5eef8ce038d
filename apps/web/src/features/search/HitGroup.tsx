import { A } from "@solidjs/router";
import type { SearchHit } from "@switchyard/core/protocol";
import { createSignal, For, Show } from "solid-js";
import { useApp, useStatus } from "../../state/app.ts";
import { now } from "../../state/clock.ts";
import type { SearchGroup } from "../../state/search.ts";
import { sessionPath } from "../../state/sessions.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { PencilIcon, SquareTerminalIcon, UserRoundIcon, WrenchIcon } from "../../ui/icons.ts";
import { StatusGlyph } from "../../ui/StatusGlyph.tsx";
import { words } from "../../words/en.ts";
import { searchWords } from "../../words/search-words.ts";
import { markedParts } from "./marked-parts.ts";

/** Hits of a session that are shown before the rest is asked for. */
const SHOWN = 3;

/** What was found in one session: a link to each place. */
export function HitGroup(props: { group: SearchGroup }) {
  const app = useApp();
  const [isWhole, setWhole] = createSignal(false);
  const session = () => app.sessions.get(props.group.sessionId);
  const status = useStatus(() => props.group.sessionId);
  const hits = () => (isWhole() ? props.group.hits : props.group.hits.slice(0, SHOWN));
  const more = () => props.group.hits.length - hits().length;
  const title = () => session()?.title ?? props.group.sessionId;
  return (
    <section class="hit-group" aria-label={title()}>
      <h2>
        <StatusGlyph glyph={status()?.glyph ?? "stopped"} label={status()?.word ?? words.status.stopped} />
        <span class="cut">{title()}</span>
        <Show when={session()?.isArchived}>
          <span class="hit-fact">{words.list.archived}</span>
        </Show>
        <span class="hit-fact cut">{session()?.cwd.split("/").at(-1)}</span>
      </h2>
      <For each={hits()}>{(hit) => <Hit hit={hit} />}</For>
      <Show when={more() > 0}>
        <Button size={24} variant="ghost" class="hit-more" onClick={() => setWhole(true)}>
          {searchWords.more(more())}
        </Button>
      </Show>
    </section>
  );
}

function Hit(props: { hit: SearchHit }) {
  const path = () =>
    props.hit.kind === "title"
      ? sessionPath(props.hit.sessionId)
      : sessionPath(props.hit.sessionId, props.hit.seq);
  return (
    <A class="hit" data-hit="" href={path()} activeClass="" inactiveClass="">
      <span class="hit-kind" title={searchWords.kinds[props.hit.kind]}>
        <Icon of={ICONS[props.hit.kind]} size={14} />
        <span class="sr-only">{searchWords.kinds[props.hit.kind]}: </span>
      </span>
      <span class="hit-text">
        <For each={markedParts(props.hit)}>
          {(part) => (part.isMarked ? <mark>{part.text}</mark> : part.text)}
        </For>
      </span>
      <span class="hit-at">{words.ago((now() - props.hit.at) / 1000)}</span>
    </A>
  );
}

const ICONS = {
  user: UserRoundIcon,
  message: SquareTerminalIcon,
  tool: WrenchIcon,
  title: PencilIcon,
} as const;
