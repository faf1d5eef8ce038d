import type { PackInfo, PackKind, PackReview } from "@switchyard/core/protocol";
import { onCleanup, onMount, Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { PackageIcon, PlugZapIcon } from "../../ui/icons.ts";
import { toast } from "../../ui/toast.ts";
import { packWords } from "../../words/pack-words.ts";
import { createPackLook } from "./create-pack-look.ts";
import { AskFoot, ReviewFoot } from "./PackFoot.tsx";
import { PackReviewView } from "./PackReviewView.tsx";
import { isSame, newestSpec } from "./review-words.ts";
import { SpecForm } from "./SpecForm.tsx";
import { markedText } from "./unseen.ts";

/** Adds a pack, or looks for the newest of one: it is fetched, shown whole, and installed when that was accepted. */
export default function PackDialog(props: {
  kind: PackKind;
  pack?: PackInfo | undefined;
  onClose: () => void;
}) {
  const app = useApp();
  let isGone = false;
  onCleanup(() => (isGone = true));
  const look = createPackLook(app, {
    kind: props.kind,
    spec: props.pack === undefined ? "" : newestSpec(props.pack),
    onInstalled(pack) {
      toast(installedWords(pack));
      if (!isGone) props.onClose();
    },
  });
  onMount(() => {
    if (props.pack !== undefined) void look.look();
  });
  const title = () => {
    const review = look.review();
    if (review !== null) return titleOf(review);
    return props.pack === undefined
      ? packWords.add.title[props.kind]
      : packWords.updateOf(shownName(props.pack));
  };
  return (
    <Dialog
      title={title()}
      icon={props.kind === "backend" ? PlugZapIcon : PackageIcon}
      onClose={() => props.onClose()}
      footer={
        <Show when={look.review()} fallback={<AskFoot look={look} onClose={() => props.onClose()} />}>
          {(review) => <ReviewFoot review={review()} look={look} onClose={() => props.onClose()} />}
        </Show>
      }
    >
      <Show when={look.review()} keyed fallback={<SpecForm look={look} />}>
        {(review) => <PackReviewView review={review} look={look} />}
      </Show>
    </Dialog>
  );
}

function titleOf(review: PackReview): string {
  if (review.before === null) return packWords.review.title(shownName(review));
  return isSame(review)
    ? packWords.updateOf(shownName(review))
    : packWords.review.updateTitle(shownName(review));
}

/** A plug-in may have failed by now. */
function installedWords(pack: PackInfo): string {
  const { version, state, reason } = pack;
  if (state !== "failed") return packWords.review.installed(shownName(pack), version);
  return packWords.review.installedFailed(shownName(pack), version, markedText(reason ?? ""));
}

function shownName({ displayName }: { displayName: string }): string {
  return markedText(displayName);
}
