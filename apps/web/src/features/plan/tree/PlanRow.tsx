import { isClosed } from "@switchyard/beads";
import type { Bead } from "@switchyard/core/protocol";
import { createEffect, createMemo, createRenderEffect, on, onCleanup, onMount, Show } from "solid-js";
import { planWords as words } from "../../../words/plan-words.ts";
import { RowActs } from "../edit/RowActs.tsx";
import { RowNote } from "../edit/RowNote.tsx";
import { TitleField } from "../edit/TitleField.tsx";
import { type BeadStanding, standingOf } from "../model/standing.ts";
import type { PlanRow as Row } from "../model/rows.ts";
import { PlanBar } from "../timeline/PlanBar.tsx";
import { PlanIcon, TypeIcon } from "./PlanIcons.tsx";
import { SessionCell } from "./SessionCell.tsx";
import { useTree } from "./tree-context.ts";

/** One bead: in the tree with its id, priority and session, and in the timeline. */
export function PlanRow(props: { id: string; row: Row; bead: Bead }) {
  const { plan, cursor, editor, isPointed, rowHeight, opened, pathOf } = useTree();
  // A row is of one bead as long as it is there.
  // oxlint-disable-next-line solid/reactivity -- the list of rows is keyed by the id
  const id = props.id;
  let element!: HTMLDivElement;
  const at = createMemo((before: number) => {
    const index = plan.rows().at(id);
    return index < 0 ? before : index;
  }, 0);
  const row = createMemo((before: Row) => plan.rows().list[plan.rows().at(id)] ?? before, props.row);
  const bead = createMemo((before: Bead) => plan.relations().get(id) ?? before, props.bead);
  const standing = createMemo(() => standingOf(bead(), plan.relations(), plan.strongest(id)), undefined, {
    equals: isSameStanding,
  });
  const isActive = createMemo(() => cursor.active() === id);
  const isTicked = createMemo(() => plan.ticked().has(id));
  const isEdited = createMemo(() => editor.title()?.id === id);
  const isMade = createMemo(() => editor.isMade(id));
  const refusal = createMemo(() => editor.refusals.of(id));
  // A whole note covers the rows below it: none of them may have the keys.
  const isNoted = createMemo(() => refusal() !== undefined && isActive());
  const typeWord = () => words.typeOf(bead().issue_type);

  const place = (made: HTMLDivElement) => {
    element = made;
    createRenderEffect(() => {
      made.style.setProperty("transform", `translateY(${at() * rowHeight()}px)`);
      made.style.setProperty("--level", String(row().level));
    });
  };
  onMount(() => cursor.mount(element, id));
  flashOnChange(
    () => element,
    () => plan.beads.changedAt(id),
  );

  return (
    <div
      ref={place}
      role="row"
      class="tree-row"
      tabindex={isActive() ? 0 : -1}
      data-bead={id}
      data-type={bead().issue_type}
      data-kind={standing().kind}
      data-closed={isClosed(bead()) ? "" : undefined}
      data-dimmed={row().isMatch ? undefined : ""}
      data-made={isMade() ? "" : undefined}
      data-noted={isNoted() ? "" : undefined}
      aria-rowindex={at() + 2}
      aria-level={row().level}
      aria-expanded={row().isParent ? row().isOpen : undefined}
      aria-setsize={row().siblings}
      aria-posinset={row().place}
      aria-selected={isTicked()}
      aria-current={opened() === id ? "true" : undefined}
    >
      <div class="tree-cells">
        <span role="gridcell" class="tree-name">
          <Show when={row().isParent} fallback={<span class="tree-twisty" />}>
            <button
              type="button"
              class="tree-twisty"
              tabindex="-1"
              data-act="fold"
              aria-label={(row().isOpen ? words.fold : words.unfold)(bead().title)}
            >
              <PlanIcon of={row().isOpen ? "fold" : "unfold"} size={14} />
            </button>
          </Show>
          <span class="tree-type" data-act="tick" title={isTicked() ? words.ticked : typeWord()}>
            <Show when={isTicked()} fallback={<TypeIcon type={bead().issue_type} />}>
              <PlanIcon of="check" size={14} />
            </Show>
            <span class="sr-only">{typeWord()}</span>
          </span>
          <Show
            when={isEdited()}
            fallback={
              <a
                class="tree-title cut"
                href={isMade() ? undefined : pathOf(id)}
                tabindex="-1"
                title={bead().title}
                draggable={false}
              >
                {bead().title}
              </a>
            }
          >
            <TitleField id={id} editor={editor} onDone={() => cursor.focus(id)} />
          </Show>
          <Show when={editor.standing(id)}>
            {(standing) => <span class="tree-saving">{words.edit.standing[standing()]}</span>}
          </Show>
          <Show when={(isActive() || isPointed(id)) && !isEdited() && !isMade()}>
            <RowActs title={bead().title} canWrite={editor.whyNot() === null} isActive={isActive()} />
          </Show>
          <Show when={refusal()}>
            {(shown) => (
              <Show
                when={isNoted()}
                fallback={
                  <span
                    class="tree-refused cut"
                    // Of many the bar tells how many; each of them aloud would be a storm.
                    role={editor.refusals.count() === 1 ? "alert" : undefined}
                    title={shown().text}
                  >
                    {shown().text}
                  </span>
                }
              >
                <RowNote
                  refusal={shown()}
                  onDismiss={() => editor.refusals.dismiss(id)}
                  onDone={() => cursor.focus(id)}
                />
              </Show>
            )}
          </Show>
        </span>
        <span role="gridcell" class="tree-id">
          <span class="cut" title={isMade() ? undefined : id}>
            {isMade() ? "" : id}
          </span>
        </span>
        <span role="gridcell" class="tree-priority" data-hot={bead().priority === 0 ? "" : undefined}>
          {words.priority(bead().priority)}
        </span>
        <span role="gridcell" class="tree-session">
          <Show when={!isMade()}>
            <SessionCell bead={bead()} standing={standing()} row={row()} isActive={isActive()} />
          </Show>
        </span>
      </div>
      <div role="gridcell" class="tree-time">
        <PlanBar bead={bead()} standing={standing()} />
      </div>
    </div>
  );
}

function isSameStanding(a: BeadStanding, b: BeadStanding): boolean {
  return a.kind === b.kind && a.word === b.word && a.session === b.session;
}

/** What changed outside of the page shows its new value for a second. */
function flashOnChange(element: () => HTMLElement, changedAt: () => number): void {
  // Of two equal animations the other one begins anew, though the last has not ended.
  const flash = () => (element().dataset["flash"] = element().dataset["flash"] === "one" ? "two" : "one");
  const stop = () => delete element().dataset["flash"];
  createEffect(on(changedAt, (at) => at > 0 && flash(), { defer: true }));
  onMount(() => {
    // A row that is new, or comes into view, with a change of just now shows it too.
    if (Date.now() - changedAt() < FLASH_MS) flash();
    element().addEventListener("animationend", stop);
    onCleanup(() => element().removeEventListener("animationend", stop));
  });
}

const FLASH_MS = 1000;
