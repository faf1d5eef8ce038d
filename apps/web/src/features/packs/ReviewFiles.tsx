import type { PackReview } from "@switchyard/core/protocol";
import { createSignal, Show } from "solid-js";
import { Button } from "../../ui/Button.tsx";
import { packWords } from "../../words/pack-words.ts";
import { CutList } from "./CutList.tsx";
import { PackFileRow } from "./PackFileRow.tsx";

const words = packWords.review;

/** The files of a pack: what changed, hides something or goes to agents first, what stayed the same when it is asked for. */
export function ReviewFiles(props: { review: PackReview; onLookAgain: () => void }) {
  const [withSame, setWithSame] = createSignal(false);
  let section!: HTMLElement;
  const same = () => props.review.files.filter(({ change }) => change === "same");
  const shown = () =>
    props.review.files
      .filter(({ change }) => change !== "same" || withSame())
      .toSorted((a, b) => rank(props.review, a) - rank(props.review, b));
  const isUpdate = () => props.review.before !== null && !withSame();
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
        <h3>{isUpdate() ? words.filesChanged(shown().length) : words.files(shown().length)}</h3>
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

function rank(review: PackReview, { change, path, unseen }: PackReview["files"][number]): number {
  const byChange = { changed: 0, added: 1, removed: 2, same: 3 }[change];
  return byChange * 4 + (unseen > 0 ? 0 : 2) + (isForAgents(review, path) ? 0 : 1);
}

/** Whether it is a text that sessions get: one of a persona, or a part of several. */
function isForAgents({ kind, personas }: PackReview, path: string): boolean {
  if (kind !== "personas" || !path.endsWith(".md")) return false;
  return path.includes("/") || personas.some(({ id }) => `${id}.md` === path);
}
