import type { PackReview } from "@switchyard/core/protocol";
import { createSignal, Show } from "solid-js";
import { Button } from "../../ui/Button.tsx";
import { packWords } from "../../words/pack-words.ts";
import { CutList } from "./CutList.tsx";
import { PackFileRow } from "./PackFileRow.tsx";

const words = packWords.review;

/** The files of a pack: what changed and what hides something first, what stayed the same when it is asked for. */
export function ReviewFiles(props: { review: PackReview; onLookAgain: () => void }) {
  const [withSame, setWithSame] = createSignal(false);
  let section!: HTMLElement;
  const same = () => props.review.files.filter(({ change }) => change === "same");
  const shown = () =>
    props.review.files
      .filter(({ change }) => change !== "same" || withSame())
      .toSorted((a, b) => rank(a) - rank(b));
  /** An update is read by what it changes; a new pack of texts by its first ones. */
  const open = new Set(
    shown()
      .filter(({ change }) => change === "changed" || props.review.kind === "personas")
      .slice(0, OPEN)
      .map(({ path }) => path),
  );
  const showSame = () => {
    const at = Math.min(shown().length, FIRST - 1);
    setWithSame(true);
    // The button is gone: what it showed takes the focus.
    section.querySelectorAll<HTMLElement>(".pack-files > li")[at]?.focus();
  };
  return (
    <section ref={section}>
      <Show when={shown().length > 0}>
        <h3>{words.files(shown().length)}</h3>
        <CutList each={shown()} first={FIRST} class="pack-files">
          {(file) => (
            <PackFileRow
              review={props.review}
              file={file}
              isOpen={open.has(file.path)}
              onLookAgain={() => props.onLookAgain()}
            />
          )}
        </CutList>
      </Show>
      <Show when={!withSame() && same().length > 0}>
        <Button variant="ghost" size={24} onClick={showSame}>
          {words.showSame(same().length)}
        </Button>
      </Show>
    </section>
  );
}

const FIRST = 40;
/** So many texts are read with the page at once. */
const OPEN = 3;

function rank({ change, unseen }: PackReview["files"][number]): number {
  const byChange = { changed: 0, added: 1, removed: 2, same: 3 }[change];
  return byChange * 2 + (unseen > 0 ? 0 : 1);
}
