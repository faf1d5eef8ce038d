import type { ContextFill } from "@switchyard/core/protocol";
import { Show } from "solid-js";
import { Meter } from "../../ui/Meter.tsx";
import { usageWords as words } from "../../words/usage-words.ts";
import { tokens } from "../session/format.ts";

/** How full the model's window is: "41 %", or how many tokens where the window is not told. */
export function ContextFact(props: {
  context: ContextFill;
  /** Its name stands before it already. */
  isNamed?: boolean;
}) {
  const window = () => props.context.windowTokens;
  const share = () => props.context.usedTokens / (window() ?? Infinity);
  const used = () => tokens(props.context.usedTokens);
  const title = () => {
    const all = window();
    return words.contextTitle(used(), all === null ? null : tokens(all));
  };
  return (
    <span class="fact" title={title()}>
      {props.isNamed ? "" : `${words.context} `}
      <Show when={window() !== null} fallback={words.contextTokens(used())}>
        <Meter
          label={words.contextLabel}
          value={share()}
          text={words.percent(share())}
          isFull={share() >= NEARLY_FULL}
        />
        {words.percent(share())}
      </Show>
    </span>
  );
}

/** Programs sum a conversation up from about here on. */
const NEARLY_FULL = 0.9;
