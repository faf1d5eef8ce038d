import type { ProcessInfo } from "@switchyard/core/protocol";
import { createEffect, createMemo, createSignal, on } from "solid-js";
import { Keyed } from "../../ui/Keyed.tsx";
import { processWords as words } from "../../words/process-words.ts";
import { ProcessRow } from "./ProcessRow.tsx";
import { steadyOrder } from "./steady-order.ts";

/** The processes, the heaviest first; no row moves while the pointer or the focus is among them. */
export function ProcessTable(props: {
  processes: readonly ProcessInfo[];
  /** Unix seconds. */
  now: number;
  isStopping: (process: ProcessInfo) => boolean;
  onStop: (process: ProcessInfo) => void;
}) {
  const [isPointed, setPointed] = createSignal(false);
  /** The place of the row that has the focus. */
  const [focusedAt, setFocusedAt] = createSignal<number | null>(null);
  const ordered = createMemo<ProcessInfo[]>(
    (before) => steadyOrder(props.processes, before, isPointed() || focusedAt() !== null),
    [],
  );
  let body!: HTMLTableSectionElement;
  const rows = () => [...body.querySelectorAll<HTMLElement>("[data-process-row]")];
  createEffect(
    on(ordered, () => {
      const at = focusedAt();
      if (at === null || body.contains(document.activeElement)) return;
      // A row that left took the focus with it, and told nobody.
      const next = rows().at(Math.min(at, rows().length - 1));
      if (next === undefined) setFocusedAt(null);
      else next.querySelector<HTMLElement>("button")?.focus();
    }),
  );
  return (
    <table
      class="process-table"
      aria-label={words.table}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
    >
      <thead>
        <tr>
          <th scope="col">{words.columns.session}</th>
          <th scope="col" class="only-wide">
            {words.columns.backend}
          </th>
          <th scope="col" class="only-wide">
            {words.columns.state}
          </th>
          <th scope="col" class="only-widest">
            {words.columns.event}
          </th>
          <th scope="col" class="only-wide process-number">
            {words.columns.age}
          </th>
          <th scope="col" class="process-number" title={words.memoryTitle}>
            {words.columns.memory}
          </th>
          <th scope="col" class="only-wide process-number" title={words.countTitle}>
            {words.columns.count}
          </th>
          <th scope="col">
            <span class="sr-only">{words.columns.action}</span>
          </th>
        </tr>
      </thead>
      <tbody
        ref={body}
        onFocusIn={({ target }) => {
          const at = rows().findIndex((row) => row.contains(target));
          if (at >= 0) setFocusedAt(at);
        }}
        onFocusOut={({ target, relatedTarget }) => {
          if (relatedTarget instanceof Node && body.contains(relatedTarget)) return;
          // Some browsers tell this of an element that is being removed, too.
          queueMicrotask(() => target.isConnected && setFocusedAt(null));
        }}
      >
        <Keyed each={ordered()} by={(process) => process.processId}>
          {(process) => (
            <ProcessRow
              process={process()}
              now={props.now}
              isStopping={props.isStopping(process())}
              onStop={() => props.onStop(process())}
            />
          )}
        </Keyed>
      </tbody>
    </table>
  );
}
