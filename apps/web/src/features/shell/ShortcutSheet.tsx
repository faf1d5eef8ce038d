import { For } from "solid-js";
import { extraKeys } from "../../keys/keyboard.ts";
import { type KeyEntry, keyTable } from "../../keys/table.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { KeyboardIcon } from "../../ui/icons.ts";
import { KeyHint } from "../../ui/KeyHint.tsx";
import { words } from "../../words/en.ts";
import "./ShortcutSheet.css";

/** Every key that acts now, from the one table. */
export default function ShortcutSheet(props: { onClose: () => void }) {
  const entries = (): readonly KeyEntry[] => [...Object.values(keyTable), ...extraKeys()];
  const groups = () => [...Map.groupBy(entries(), (entry) => entry.group)];
  return (
    <Dialog title={words.keys.title} icon={KeyboardIcon} width={560} onClose={() => props.onClose()}>
      {/* It takes the focus, so that the keyboard scrolls it. */}
      <div class="shortcut-sheet" role="group" aria-label={words.keys.title} tabindex="0">
        <For each={groups()}>
          {([group, members]) => (
            <section>
              <h3>{words.keys.groups[group]}</h3>
              <dl>
                <For each={members}>
                  {(entry) => (
                    <div>
                      <dt>{entry.label}</dt>
                      <dd>
                        <For each={entry.keys}>{(keys) => <KeyHint keys={keys} />}</For>
                        <span class="sr-only">{entry.keys.join(", ")}</span>
                      </dd>
                    </div>
                  )}
                </For>
              </dl>
            </section>
          )}
        </For>
        <p class="small text-3">{words.keys.note}</p>
      </div>
    </Dialog>
  );
}
