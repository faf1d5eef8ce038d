import { createMemo, createSignal, For, Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { Field } from "../../ui/Field.tsx";
import { ColumnsIcon, SearchIcon } from "../../ui/icons.ts";
import { moveFocus } from "../../ui/roving-focus.ts";
import { StatusGlyph } from "../../ui/StatusGlyph.tsx";
import { words as common } from "../../words/en.ts";
import { fleetWords } from "../../words/fleet-words.ts";
import { orderFleet } from "../fleet/fleet-model.ts";

const words = fleetWords.split;

/** Which session is to stand beside: those that need the user and those at work first. */
export function SplitPicker(props: {
  besides: readonly string[];
  onChoose: (id: string) => void;
  onClose: () => void;
}) {
  const app = useApp();
  const [filter, setFilter] = createSignal("");
  let rows!: HTMLUListElement;
  const sessions = createMemo(() => {
    const wanted = filter().trim().toLowerCase();
    const others = app.sessions.list.filter(
      ({ sessionId, title, beadId }) =>
        !props.besides.includes(sessionId) && `${title} ${beadId ?? ""}`.toLowerCase().includes(wanted),
    );
    const facts = {
      statusOf: app.standing.statusOf,
      waitsSince: (sessionId: string) => app.requests.of(sessionId)[0]?.at,
    };
    const ids = orderFleet(others, facts, { filter: "all", sort: "needs" }).slice(0, MOST);
    return ids.flatMap((id) => app.sessions.get(id) ?? []);
  });
  const onFieldKey = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      rows.querySelector<HTMLElement>("button")?.focus();
    }
    const first = sessions()[0];
    if (event.key !== "Enter" || event.isComposing || first === undefined) return;
    event.preventDefault();
    props.onChoose(first.sessionId);
  };
  return (
    <Dialog title={words.pick} icon={ColumnsIcon} width={440} onClose={() => props.onClose()}>
      <Field
        type="search"
        label={words.filter}
        hideLabel
        data-autofocus=""
        placeholder={words.filter}
        icon={SearchIcon}
        value={filter()}
        onValue={setFilter}
        onKeyDown={onFieldKey}
      />
      <ul
        ref={rows}
        class="split-picks"
        onKeyDown={(event) => {
          if (event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End")
            moveFocus(event, "button");
        }}
      >
        <For each={sessions()}>
          {(session) => (
            <li>
              <button type="button" class="split-pick" onClick={() => props.onChoose(session.sessionId)}>
                <StatusGlyph glyph={app.standing.statusOf(session.sessionId)?.glyph ?? "idle"} />
                <span class="cut grow">{session.title}</span>
                <span class="split-pick-word">{app.standing.statusOf(session.sessionId)?.word}</span>
              </button>
            </li>
          )}
        </For>
      </ul>
      <Show when={sessions().length === 0}>
        <p class="small text-2">{filter().trim() === "" ? common.list.none : words.none}</p>
      </Show>
    </Dialog>
  );
}

/** Further ones are found by their names. */
const MOST = 50;
