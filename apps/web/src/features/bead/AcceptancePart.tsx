import { createMemo, createSignal, Index, Show } from "solid-js";
import { Markdown } from "../../markdown/Markdown.tsx";
import { useApp } from "../../state/app.ts";
import { StatusGlyph } from "../../ui/StatusGlyph.tsx";
import { beadEditWords } from "../../words/bead-edit-words.ts";
import { beadWords as words } from "../../words/bead-words.ts";
import { readAcceptance, withTick } from "./acceptance.ts";
import type { ShownBead } from "./BeadPage.tsx";
import { changedBead } from "./edit/changed-bead.ts";
import { type FieldEdit, refOf } from "./edit/create-field-edit.ts";
import { Refused } from "./edit/Refused.tsx";
import { TextPart } from "./edit/TextPart.tsx";

/** The acceptance criteria: where they are a checklist, each is ticked where it stands. */
export function AcceptancePart(props: ShownBead & { edit: FieldEdit }) {
  const criteria = createMemo(() => readAcceptance(props.bead.acceptance_criteria));
  const checklist = () => (criteria()?.met === null ? null : criteria());
  return (
    <TextPart
      edit={props.edit}
      canEdit={props.canEdit}
      text={props.bead.acceptance_criteria}
      end={<Show when={checklist()}>{(list) => words.met(list().met ?? 0, list().lines.length)}</Show>}
    >
      <Show when={checklist()} fallback={<Markdown text={props.bead.acceptance_criteria ?? ""} />}>
        {(list) => <Checklist {...props} lines={list().lines} />}
      </Show>
    </TextPart>
  );
}

interface Line {
  readonly text: string;
  readonly isMet: boolean;
}

function Checklist(props: ShownBead & { lines: readonly Line[] }) {
  const ticks = createTicks(props);
  const nthOf = (index: number) =>
    props.lines.slice(0, index).filter((line) => line.text === props.lines[index]?.text).length;
  return (
    <>
      <ul class="bead-checklist">
        {/* By their places: the one in focus keeps it while the text changes. */}
        <Index each={props.lines}>
          {(line, index) => (
            <li>
              <Show
                when={props.canEdit}
                fallback={
                  <>
                    <StatusGlyph
                      glyph={line().isMet ? "check" : "waiting"}
                      label={line().isMet ? words.isMet : words.isNotMet}
                    />
                    <span>{line().text}</span>
                  </>
                }
              >
                <label>
                  <input
                    type="checkbox"
                    checked={line().isMet}
                    onChange={(event) => {
                      const isMet = event.currentTarget.checked;
                      // It shows what the criteria say.
                      event.currentTarget.checked = line().isMet;
                      ticks.set({ text: line().text, nth: nthOf(index) }, isMet);
                    }}
                  />
                  <span>{line().text}</span>
                </label>
              </Show>
            </li>
          )}
        </Index>
      </ul>
      <Refused why={ticks.refused()?.why} again={() => ticks.refused()?.again()} dismiss={ticks.dismiss} />
    </>
  );
}

/** Ticks one after the other; a text that somebody else changed meanwhile is ticked as they made it. */
function createTicks(of: ShownBead) {
  const app = useApp();
  const [refused, setRefused] = createSignal<{ why: string; again: () => void } | null>(null);
  let last: Promise<void> = Promise.resolve();

  function set(line: { text: string; nth: number }, isMet: boolean): void {
    setRefused(null);
    last = last.then(async () => {
      const why = await tick(line, isMet);
      if (why !== null) setRefused({ why, again: () => set(line, isMet) });
    });
  }
  async function tick(line: { text: string; nth: number }, isMet: boolean): Promise<string | null> {
    let from = of.bead.acceptance_criteria ?? "";
    for (let tries = 0; ; tries += 1) {
      const text = withTick(from, line, isMet);
      if (text === null) return beadEditWords.tickGone;
      if (text === from) return null;
      const [patch, base] = [{ acceptance_criteria: text }, { acceptance_criteria: from }];
      // oxlint-disable-next-line no-await-in-loop -- each try is over what the one before was told
      const written = await app.beadEdits.update(refOf(of), patch, base);
      if (written.isDone) return null;
      const theirs = changedBead(written.error);
      if (theirs === undefined || tries === 2) return written.error.message;
      from = theirs.acceptance_criteria ?? "";
    }
  }
  return { set, refused, dismiss: () => void setRefused(null) };
}
