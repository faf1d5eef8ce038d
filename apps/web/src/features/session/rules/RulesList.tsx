import { For, Match, Show, Switch } from "solid-js";
import { Button } from "../../../ui/Button.tsx";
import { RotateCwIcon } from "../../../ui/icons.ts";
import { askWords } from "../../../words/ask-words.ts";
import { words as common } from "../../../words/en.ts";
import { visibleText } from "../../ask/visible-text.ts";
import { useSession } from "../session-context.ts";
import { createRules } from "./create-rules.ts";
import "./rules.css";

const words = askWords.rules;

/** What runs without asking because the user said "always", each with the way to take it back. */
export function RulesList() {
  const view = useSession();
  const standing = createRules();
  let list: HTMLUListElement | undefined;
  const withdraw = async (ruleId: string) => {
    const dialog = list?.closest("dialog");
    await standing.withdraw(ruleId);
    // The row is gone: the next one takes the focus, after the last what closes the dialog.
    const next = list?.isConnected === true ? list.querySelector("button") : null;
    (next ?? dialog?.querySelector("button"))?.focus();
  };
  return (
    <Switch>
      <Match when={standing.error()}>
        {(error) => (
          <div class="rules-failed">
            <p>
              {words.readFailed}: {error()}
            </p>
            <Button size={24} icon={RotateCwIcon} onClick={() => standing.read()}>
              {common.tryNow}
            </Button>
          </div>
        )}
      </Match>
      <Match when={standing.rules()?.length === 0}>
        <p class="rules-none">{words.none}</p>
      </Match>
      <Match when={standing.rules()}>
        {(rules) => (
          <ul class="rules" ref={list} aria-label={words.title}>
            <For each={rules()}>
              {(rule) => (
                <li>
                  <div>
                    <p class="rules-label">
                      <For each={visibleText(rule.label)}>
                        {(part) =>
                          part.kind === "text" ? part.text : <span class="ask-hidden">{part.name}</span>
                        }
                      </For>
                    </p>
                    <Show when={rule.detail}>{(detail) => <p class="rules-detail">{detail()}</p>}</Show>
                    <Show when={rule.at}>{(at) => <p class="rules-detail">{sinceWords(at())}</p>}</Show>
                  </div>
                  <Button
                    size={24}
                    busy={standing.isLeaving(rule.ruleId)}
                    disabled={view.connection !== "live"}
                    reason={common.notConnected}
                    aria-label={words.withdrawLabel(rule.label)}
                    onClick={() => void withdraw(rule.ruleId)}
                  >
                    {words.withdraw}
                  </Button>
                </li>
              )}
            </For>
          </ul>
        )}
      </Match>
    </Switch>
  );
}

function sinceWords(at: number): string {
  const seconds = (Date.now() - at) / 1000;
  return words.since(common.ago(seconds), seconds >= WEEK);
}

/** From here on an age is told as a date. */
const WEEK = 7 * 86_400;
