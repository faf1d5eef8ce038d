import type { PackReview } from "@switchyard/core/protocol";
import { Match, Show, Switch } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { words as pageWords } from "../../words/en.ts";
import { packWords } from "../../words/pack-words.ts";
import type { WireError } from "../../wire/wire-error.ts";
import { createArming } from "../ask/create-arming.ts";
import { isUnanswered, type PackLook } from "./create-pack-look.ts";
import { acceptWord, isSame } from "./review-words.ts";
import { Visible } from "./Visible.tsx";
import "./foot.css";

const words = packWords.review;

/** The foot of the dialog while a name is asked for. */
export function AskFoot(props: { look: PackLook; onClose: () => void }) {
  const app = useApp();
  return (
    <div class="pack-foot">
      <span class="grow" />
      <Button variant="ghost" keys="Esc" onClick={() => props.onClose()}>
        {pageWords.cancel}
      </Button>
      <Button
        variant="primary"
        keys="Enter"
        busy={props.look.isLooking()}
        disabled={app.connection.link() !== "live"}
        reason={pageWords.notConnected}
        onClick={() => void props.look.look()}
      >
        {packWords.add.look}
      </Button>
    </div>
  );
}

/** The foot under what was found: the one press that installs it, and why that failed. */
export function ReviewFoot(props: { review: PackReview; look: PackLook; onClose: () => void }) {
  const app = useApp();
  const armed = createArming(() => props.review);
  const isAway = () => app.connection.link() !== "live";
  const isBusy = () => props.look.isInstalling() || props.look.isLooking();
  const installed = () => app.packs.get(props.review.kind, props.review.name);
  /** What runs as it was accepted needs no second time. */
  const isNeeded = () => !isSame(props.review) || installed()?.state !== "ready";
  return (
    <div class="pack-foot">
      <Button variant="ghost" disabled={isBusy()} onClick={() => props.look.back()}>
        {words.back}
      </Button>
      <span class="grow pack-foot-said">
        <Switch>
          <Match when={props.look.fault()}>
            {(fault) => (
              <span class="text-danger" role="alert">
                <Visible text={failureOf(fault())} />
              </span>
            )}
          </Match>
          <Match when={isAway()}>
            <span role="status">{words.away}</span>
          </Match>
        </Switch>
      </span>
      <Button variant="ghost" keys="Esc" onClick={() => props.onClose()}>
        {isNeeded() ? pageWords.cancel : pageWords.close}
      </Button>
      <Show when={isNeeded()}>
        <Button
          variant={props.review.kind === "backend" ? "signal" : "primary"}
          busy={isBusy()}
          held={!armed()}
          disabled={isAway() || props.look.isOvertaken()}
          reason={isAway() ? pageWords.notConnected : words.isOvertaken}
          onClick={() => void props.look.install()}
        >
          {acceptWord(props.review)}
        </Button>
      </Show>
    </div>
  );
}

function failureOf(error: WireError): string {
  return isUnanswered(error) ? words.lost : words.failed(error.message);
}
