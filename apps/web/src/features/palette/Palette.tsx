import { createSignal, createUniqueId, For, Index, Show } from "solid-js";
import { isPress } from "../../keys/keyboard.ts";
import { keyTable } from "../../keys/table.ts";
import { useApp } from "../../state/app.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { SearchIcon } from "../../ui/icons.ts";
import { KeyHint } from "../../ui/KeyHint.tsx";
import { paletteWords as words } from "../../words/palette-words.ts";
import { createStopping } from "../session-menu/create-stopping.ts";
import { StopDialog } from "../session-menu/StopDialog.tsx";
import { createPalette, type PaletteState } from "./create-palette.ts";
import type { PaletteRow } from "./find-rows.ts";
import { PaletteOption } from "./PaletteOption.tsx";
import { keepRecent } from "./recent.ts";
import "./palette.css";

/** Everything that can be gone to or done, by its name: over any place, with the keyboard alone. */
export default function Palette(props: { onClose: () => void }) {
  const stopping = createStopping(useApp());
  const palette = createPalette(stopping);
  const [isOpen, setOpen] = createSignal(true);
  const choose = (row: PaletteRow | undefined, isBeside = false) => {
    if (row === undefined) return;
    keepRecent(row.key);
    // The focus is where it was before anything is done there.
    setOpen(false);
    if (isBeside && row.beside !== undefined) row.beside();
    else row.run();
    if (stopping.asked() === null) props.onClose();
  };
  const answer = (isToStop: boolean) => {
    stopping.answer(isToStop);
    props.onClose();
  };
  return (
    <>
      <Show when={isOpen()}>
        <Finder palette={palette} onChoose={choose} onClose={() => props.onClose()} />
      </Show>
      <Show when={stopping.asked()}>
        <StopDialog onStop={() => answer(true)} onClose={() => answer(false)} />
      </Show>
    </>
  );
}

function Finder(props: {
  palette: PaletteState;
  onChoose: (row: PaletteRow | undefined, isBeside?: boolean) => void;
  onClose: () => void;
}) {
  const id = createUniqueId();
  const active = () => props.palette.rows()[props.palette.at()];
  const walk = (step: 1 | -1) => {
    props.palette.walk(step);
    document.getElementById(`${id}-${props.palette.at()}`)?.scrollIntoView?.({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const isEnter = event.key === "Enter";
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const isClosing = isPress(event, "palette");
    if (!isEnter && step === undefined && !isClosing) return;
    event.preventDefault();
    if (isClosing) props.onClose();
    else if (isEnter && !event.repeat) props.onChoose(active(), event.ctrlKey || event.metaKey);
    else if (step !== undefined) walk(step === 1 ? 1 : -1);
  };
  return (
    <Dialog
      title={keyTable.palette.label}
      icon={SearchIcon}
      width={560}
      onClose={() => props.onClose()}
      head={
        <input
          class="palette-field"
          type="text"
          role="combobox"
          data-autofocus=""
          autocomplete="off"
          spellcheck={false}
          enterkeyhint="go"
          aria-label={keyTable.palette.label}
          placeholder={words.placeholder}
          value={props.palette.query()}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={active() === undefined ? undefined : `${id}-${props.palette.at()}`}
          onInput={(event) => props.palette.setQuery(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      }
      footer={<Hints isReading={!props.palette.areBeadsRead()} />}
    >
      <Told palette={props.palette} />
      {/* A press in the list leaves the focus in the field. */}
      <div
        id={`${id}-list`}
        class="palette-list"
        role="listbox"
        aria-label={words.list}
        onMouseDown={(event) => event.preventDefault()}
      >
        <Index each={props.palette.groups()}>
          {(group, index) => (
            <div role="group" aria-labelledby={`${id}-group-${index}`}>
              <div id={`${id}-group-${index}`} class="palette-group" role="presentation">
                {group().label}
              </div>
              <For each={group().rows}>
                {(row) => (
                  <PaletteOption
                    row={row}
                    id={`${id}-${props.palette.rows().indexOf(row)}`}
                    isActive={row === active()}
                    onPoint={() => props.palette.point(row.key)}
                    onChoose={(isBeside) => props.onChoose(row, isBeside)}
                  />
                )}
              </For>
            </div>
          )}
        </Index>
      </div>
    </Dialog>
  );
}

/** How much fits; said, and where nothing does, shown. */
function Told(props: { palette: PaletteState }) {
  const query = () => props.palette.query().trim();
  const isNone = () => query() !== "" && !props.palette.hasFound();
  return (
    <p
      class="palette-told"
      classList={{ "sr-only": !isNone() || !props.palette.areBeadsRead() }}
      role="status"
    >
      <Show when={props.palette.areBeadsRead()} fallback={words.readingBeads}>
        {isNone() ? words.none(query()) : words.count(props.palette.rows().length)}
      </Show>
    </p>
  );
}

/** What is told there pushes no row away. */
function Hints(props: { isReading: boolean }) {
  return (
    <span class="palette-hints" aria-hidden="true">
      <KeyHint keys="Enter" /> {words.open}
      <KeyHint keys="Mod+Enter" /> {words.beside}
      <Show when={props.isReading}>
        <span class="palette-reading">{words.readingBeads}</span>
      </Show>
    </span>
  );
}
