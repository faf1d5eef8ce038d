import type { ToolItem } from "@switchyard/core/session";
import { For, Show } from "solid-js";
import { Icon } from "../../ui/Icon.tsx";
import { inboxWords } from "../../words/inbox-words.ts";
import { duration } from "../session/format.ts";
import { shortPath, targetOf } from "../session/tool/tool-facts.ts";
import { toolIcon } from "../session/tool/tool-icon.ts";
import type { Led } from "./read-led.ts";

const words = inboxWords.led;

/** The last things that were done before; the session has all of it. */
export function LedHere(props: { led: Led | null | undefined; cwd: string }) {
  return (
    <Show when={props.led !== undefined}>
      <section class="inbox-led">
        <h3>
          <span class="grow">{words.title}</span>
          <Show when={props.led?.tools.length ? props.led : undefined}>
            {(led) => (
              <span>
                {led().events === null
                  ? words.last(led().tools.length)
                  : words.of(led().tools.length, led().events ?? 0)}
              </span>
            )}
          </Show>
        </h3>
        <Show when={props.led} fallback={<p class="small text-3">{words.failed}</p>}>
          {(led) => (
            <Show when={led().tools.length > 0} fallback={<p class="small text-3">{words.none}</p>}>
              <ul>
                <For each={led().tools}>{(tool) => <ToolLine tool={tool} cwd={props.cwd} />}</For>
              </ul>
            </Show>
          )}
        </Show>
      </section>
    </Show>
  );
}

function ToolLine(props: { tool: ToolItem; cwd: string }) {
  const verb = () => words.verbs[props.tool.toolKind];
  const target = () => targetOf(props.tool, verb());
  const took = () => props.tool.updatedAt - props.tool.at;
  return (
    <li>
      <Icon of={toolIcon(props.tool.toolKind)} size={14} />
      <span>{verb()}</span>
      <Show when={target().isCode} fallback={<span class="cut">{target().text}</span>}>
        <code class="cut">{shortPath(target().text, props.cwd)}</code>
      </Show>
      <Show
        when={props.tool.status !== "failed"}
        fallback={<span class="text-danger">{words.failedTool}</span>}
      >
        <Show when={took() >= 1000}>
          <span class="text-3">{duration(took())}</span>
        </Show>
      </Show>
    </li>
  );
}
