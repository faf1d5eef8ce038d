import type { SearchHit } from "@switchyard/core/protocol";
import { createEffect, Match, on, onCleanup, onMount, Switch } from "solid-js";
import { isMod } from "../../../keys/keyboard.ts";
import { Button } from "../../../ui/Button.tsx";
import { Field } from "../../../ui/Field.tsx";
import { ArrowDownIcon, ArrowUpIcon, SearchIcon, XIcon } from "../../../ui/icons.ts";
import { Spinner } from "../../../ui/Spinner.tsx";
import { sessionWords } from "../../../words/session-words.ts";
import { finding } from "../../session-menu/finding.ts";
import { useSession } from "../session-context.ts";
import { createFind } from "./create-find.ts";
import { createMarks } from "./create-marks.ts";
import "./find.css";

const words = sessionWords.find;

/** Finds words in the whole of the session, also where its rows are not in the page. */
export function FindBar(props: {
  log: () => HTMLElement;
  /** The chunk where the user is. */
  from: number;
  /** The row of the current hit. */
  hit: string | null;
  /** Goes to a hit, with the words that are looked for in it; null: there is none. */
  onHit: (hit: SearchHit | null, words: () => readonly string[]) => void;
  onClose: () => void;
}) {
  const view = useSession();
  const opener = document.activeElement;
  let bar!: HTMLDivElement;
  let field!: HTMLInputElement;
  const find = createFind({
    search: (query) => view.search(query),
    from: props.from,
    onHit: (hit) => props.onHit(hit, () => find.words()),
  });
  onMount(() => createMarks({ log: props.log(), words: find.words, hit: () => props.hit }));
  createEffect(
    on(finding, () => {
      field.focus({ preventScroll: true });
      field.select();
    }),
  );
  onCleanup(() => {
    const isOurs = bar.contains(document.activeElement) || document.activeElement === document.body;
    const back = opener instanceof HTMLElement && opener.isConnected ? opener : props.log();
    if (isOurs) back.focus({ preventScroll: true });
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    // Asked for again where it is open already: the browser's own.
    if (event.key.toLowerCase() === "f" && isMod(event)) return event.stopPropagation();
    if (event.key !== "Enter" || event.target !== field) return;
    event.preventDefault();
    find.step(event.shiftKey ? -1 : 1);
  };
  const told = () => {
    if (find.state() === "failed") return words.failed(find.error()?.message ?? "");
    if (find.state() !== "done") return "";
    if (find.count() > 0) return words.place(find.number(), find.count(), find.isCut());
    return find.isComplete() ? words.none : "";
  };
  return (
    <div ref={bar} class="find" role="search" aria-label={words.title} onKeyDown={onKeyDown}>
      <div class="find-field">
        <Field
          ref={(element) => (field = element)}
          type="search"
          label={words.title}
          hideLabel
          placeholder={words.title}
          maxlength={LONGEST}
          icon={SearchIcon}
          value={find.query()}
          onValue={find.setQuery}
        />
      </div>
      <Button
        variant="ghost"
        icon={ArrowUpIcon}
        label={words.previous}
        title={words.previousTitle}
        disabled={find.count() === 0}
        onClick={() => find.step(-1)}
      />
      <Button
        variant="ghost"
        icon={ArrowDownIcon}
        label={words.next}
        title={words.nextTitle}
        disabled={find.count() === 0}
        onClick={() => find.step(1)}
      />
      <Button
        variant="ghost"
        icon={XIcon}
        label={words.close}
        aria-keyshortcuts="Escape"
        onClick={() => props.onClose()}
      />
      <p class="find-told" role="status" data-tone={find.state() === "failed" ? "danger" : undefined}>
        <Switch fallback={told()}>
          <Match when={find.state() === "searching"}>
            <Spinner /> {words.searching}
          </Match>
          <Match when={find.state() === "done" && !find.isComplete()}>
            {told()} <span>{words.stillReading}</span>
          </Match>
          <Match when={find.state() === "failed"}>
            {told()}
            <Button size={24} onClick={() => find.again()}>
              {words.again}
            </Button>
          </Match>
        </Switch>
      </p>
    </div>
  );
}

/** The longest query that the bridge takes. */
const LONGEST = 500;
