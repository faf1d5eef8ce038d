import type { PackInfo, PackKind } from "@switchyard/core/protocol";
import { createSignal, type JSX, Match, Switch } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { PlusIcon } from "../../ui/icons.ts";
import { words as pageWords } from "../../words/en.ts";
import { packWords } from "../../words/pack-words.ts";
import { lazyDialog } from "../shell/lazy-part.tsx";
import { RemovePackDialog } from "./RemovePackDialog.tsx";
import "./packs.css";

const PackDialog = lazyDialog(() => import("./PackDialog.tsx"));

/** What can be done with an installed pack. */
export interface PackActs {
  update(pack: PackInfo): void;
  remove(pack: PackInfo): void;
}

/** A list of packs of one kind with the way to one more; what is opened from a row outlives the row. */
export function PackDialogs(props: { kind: PackKind; children: (acts: PackActs) => JSX.Element }) {
  const app = useApp();
  const [opened, setOpened] = createSignal<Opened | null>(null);
  let add!: HTMLButtonElement;
  const close = () => {
    setOpened(null);
    // The row that it was opened from may have left.
    queueMicrotask(() => document.activeElement === document.body && add.focus());
  };
  const removing = () => {
    const now = opened();
    return now?.does === "remove" ? now.pack : undefined;
  };
  const looking = () => {
    const now = opened();
    return now?.does === "look" ? now : undefined;
  };
  return (
    <>
      {props.children({
        update: (pack) => setOpened({ does: "look", pack }),
        remove: (pack) => setOpened({ does: "remove", pack }),
      })}
      <div class="pack-add">
        <Button
          ref={(element) => (add = element)}
          icon={PlusIcon}
          disabled={app.connection.link() !== "live"}
          reason={pageWords.notConnected}
          onClick={() => setOpened({ does: "look", pack: undefined })}
        >
          {packWords.add.open[props.kind]}
        </Button>
      </div>
      <Switch>
        <Match when={looking()}>
          {(looking) => <PackDialog kind={props.kind} pack={looking().pack} onClose={close} />}
        </Match>
        <Match when={removing()}>{(pack) => <RemovePackDialog pack={pack()} onClose={close} />}</Match>
      </Switch>
    </>
  );
}

type Opened =
  | { readonly does: "look"; readonly pack: PackInfo | undefined }
  | { readonly does: "remove"; readonly pack: PackInfo };
