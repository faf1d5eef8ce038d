import type { ProcessInfo } from "@switchyard/core/protocol";
import { createMemo, For, Show } from "solid-js";
import { processWords as words } from "../../words/process-words.ts";
import { memory } from "./memory.ts";

/** What a process is made of: itself, and below it what it started. */
export function ProcessTree(props: { process: ProcessInfo; name: string }) {
  const depths = createMemo(() => depthsOf(props.process.tree));
  return (
    <div class="process-tree">
      <dl>
        <dt>{words.folder}</dt>
        <dd class="code">{props.process.cwd}</dd>
        <dt>{words.pid}</dt>
        <dd>{props.process.pid}</dd>
      </dl>
      <Show when={props.process.tree.length > 0} fallback={<p class="text-3">{words.noTree}</p>}>
        <ul aria-label={words.tree(props.name)}>
          <For each={props.process.tree}>
            {(each) => (
              <li data-depth={Math.min(depths().get(each.pid) ?? 0, DEEPEST)}>
                <span class="process-pid">{each.pid}</span>
                <code>{each.command}</code>
                <Show when={depths().get(each.pid)}>
                  <span class="sr-only">, {words.startedBy(each.parentPid)}, </span>
                </Show>
                <span class="process-memory">{memory(each.memoryBytes)}</span>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </div>
  );
}

/** Deeper ones are shown as deep as this. */
const DEEPEST = 6;

/** Parents come before their children; one whose parent is no part of the tree stands at its edge. */
function depthsOf(tree: ProcessInfo["tree"]): ReadonlyMap<number, number> {
  const depths = new Map<number, number>();
  for (const { pid, parentPid } of tree) {
    const above = depths.get(parentPid);
    depths.set(pid, above === undefined ? 0 : above + 1);
  }
  return depths;
}
