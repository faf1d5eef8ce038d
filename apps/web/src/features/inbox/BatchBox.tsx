import { createMemo, createUniqueId, Show } from "solid-js";
import { ariaKeys } from "../../keys/keyboard.ts";
import { Button } from "../../ui/Button.tsx";
import { Keyed } from "../../ui/Keyed.tsx";
import { StatusGlyph } from "../../ui/StatusGlyph.tsx";
import { inboxWords } from "../../words/inbox-words.ts";
import { createArming } from "../ask/create-arming.ts";
import { createAnswerAll } from "./answer-all.ts";
import { useInbox } from "./create-inbox.ts";
import type { ShownItem } from "./inbox-model.ts";
import { Age, Gone, RowLink } from "./InboxRow.tsx";
import { requestLine, wholeLine } from "./request-line.ts";
import "./box.css";

const words = inboxWords.box;

/**
 * Like requests of any sessions, each with its command and a tick, answered in one go. Nothing is taken for
 * 400 ms after another one came into it or left it.
 */
export function BatchBox(props: { label: string; rows: readonly ShownItem[] }) {
  const inbox = useInbox();
  const headId = createUniqueId();
  const { giving, give } = createAnswerAll(inbox);
  const open = createMemo(() => props.rows.filter(({ isGone }) => !isGone).map(({ item }) => item));
  const ticked = createMemo(() => open().filter((item) => inbox.ticks.has(item)));
  const armed = createArming(() => props.rows.map(({ item }) => item.key).join(" "));
  const isBlocked = () => !armed() || giving() !== null || ticked().length === 0;
  const isChosenHere = () => props.rows.some(({ item }) => item.key === inbox.chosen()?.item.key);
  const allow = () => {
    if (!isBlocked()) give(ticked(), "allow_once");
  };
  const reject = () => {
    if (!isBlocked()) give(ticked(), "reject");
  };
  const isCommand = () => {
    const request = props.rows[0]?.item.request;
    return request?.kind === "permission" && request.toolKind === "execute";
  };
  return (
    <div
      class="inbox-box"
      role="group"
      aria-labelledby={headId}
      data-done={open().length === 0 ? "" : undefined}
      onKeyDown={(event) => {
        if (event.key !== "A" || !event.shiftKey || event.metaKey || event.ctrlKey || event.altKey) return;
        // On a row of the box the key means the box, not the card beside the list.
        event.preventDefault();
        allow();
      }}
    >
      <div class="inbox-box-head">
        <StatusGlyph glyph="needs" />
        <h3 id={headId} class="grow" title={props.label}>
          <b>{words.title(props.rows.length)}</b>
          <Show when={isCommand()} fallback={<>: {props.label}</>}>
            {" "}
            {words.run} <code>{props.label}</code>
          </Show>
        </h3>
        <Show when={open().length > 0}>
          <Button
            size={24}
            held={!armed()}
            disabled={giving() !== null || ticked().length === 0}
            reason={words.nothingTicked}
            onClick={reject}
          >
            {words.reject(ticked().length, open().length)}
          </Button>
          <Button
            size={24}
            variant="signal"
            {...(isChosenHere()
              ? { keys: "Shift+A", "aria-keyshortcuts": ariaKeys("inboxAllowTicked") }
              : {})}
            held={!armed()}
            busy={giving() !== null}
            disabled={ticked().length === 0}
            reason={words.nothingTicked}
            onClick={allow}
          >
            {words.allow(ticked().length, open().length)}
          </Button>
        </Show>
      </div>
      <Show when={giving()}>
        {(now) => (
          <p class="inbox-box-note" role="status">
            {words.giving(now().done + 1, now().all)}
            <Show when={inbox.app.connection.link() !== "live"}>. {words.held}</Show>
          </p>
        )}
      </Show>
      <ul>
        <Keyed each={props.rows} by={({ item }) => item.key}>
          {(row) => <BoxRow row={row()} isBusy={giving() !== null} />}
        </Keyed>
      </ul>
    </div>
  );
}

function BoxRow(props: { row: ShownItem; isBusy: boolean }) {
  const inbox = useInbox();
  const item = () => props.row.item;
  const title = () => item().session.title;
  const refuses = () => inbox.ticks.refuses(item());
  const whyId = createUniqueId();
  return (
    <li class="inbox-box-row" data-gone={props.row.isGone ? "" : undefined}>
      <input
        type="checkbox"
        class="inbox-tick"
        aria-label={words.tick(title())}
        aria-describedby={refuses() === null ? undefined : whyId}
        title={refuses() ?? undefined}
        checked={inbox.ticks.has(item())}
        disabled={props.row.isGone || props.isBusy || refuses() !== null}
        onChange={(event) => inbox.ticks.set(item(), event.currentTarget.checked)}
      />
      <RowLink row={props.row} class="inbox-box-link">
        <span class="inbox-box-title">{title()}</span>
        <Show when={!props.row.isGone} fallback={<Gone row={props.row} />}>
          <Exact row={props.row} />
        </Show>
        <Age at={item().at} />
      </RowLink>
      <Show when={inbox.faultOf(item().key)}>
        {(why) => <p class="inbox-box-fault text-danger">{why()}</p>}
      </Show>
      <Show when={refuses() !== null && !props.row.isGone}>
        <span id={whyId} class="inbox-box-why">
          {refuses()}
        </span>
      </Show>
    </li>
  );
}

/** The whole input where it is one line; else its beginning, and that there is more. */
function Exact(props: { row: ShownItem }) {
  const request = () => props.row.item.request;
  const line = () => {
    const now = request();
    return now === null ? null : wholeLine(now);
  };
  const begin = () => {
    const now = request();
    return now === null ? "" : requestLine(now).text;
  };
  return (
    <Show when={line()} fallback={<code class="inbox-box-line cut">{begin()}</code>}>
      {(parts) => (
        <span class="inbox-box-line">
          {parts().map(({ label, text }) =>
            label === "" ? (
              <code>{text}</code>
            ) : (
              <span class="inbox-box-more">
                {label}: {text}
              </span>
            ),
          )}
        </span>
      )}
    </Show>
  );
}
