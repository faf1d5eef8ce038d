import type { PackInfo, PackReview } from "@switchyard/core/protocol";
import { Show } from "solid-js";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { packWords } from "../../words/pack-words.ts";
import { bytes } from "../session/format.ts";
import { isSame } from "./review-words.ts";
import { Visible } from "./Visible.tsx";

const words = packWords.review;

/** What a pack says of itself and where it was had from, beside the one that it takes the place of. */
export function ReviewFacts(props: { review: PackReview; installed: PackInfo | undefined }) {
  /** An update that comes from another place may be somebody else's. */
  const otherSource = () => {
    const { installed, review } = props;
    if (installed === undefined || (installed.origin === review.origin && installed.origin === "npm"))
      return null;
    return installed.spec === review.spec ? null : installed;
  };
  return (
    <dl class="settings-facts" aria-label={words.facts}>
      <dt>{words.name}</dt>
      <dd class="code">{packWords.pack(props.review.name, props.review.version)}</dd>
      <Show when={!isSame(props.review) && props.review.before}>
        {(before) => (
          <>
            <dt>{words.replaces}</dt>
            <dd class="code" title={packWords.hashTitle(before().hash)}>
              {before().version}, {packWords.hash(before().hash)}
            </dd>
          </>
        )}
      </Show>
      <dt>{words.license}</dt>
      <dd>
        <Show when={props.review.license} fallback={packWords.noLicense}>
          {(license) => <Visible text={license()} />}
        </Show>
      </dd>
      <dt>{words.from}</dt>
      <dd>
        {words.origins[props.review.origin]}{" "}
        <code>
          <Visible text={props.review.spec} />
        </code>
      </dd>
      <Show when={otherSource()}>
        {(installed) => (
          <>
            <dt>{words.fromBefore}</dt>
            <dd>
              {words.origins[installed().origin]}{" "}
              <code>
                <Visible text={installed().spec} />
              </code>
              . {words.otherSource}
            </dd>
          </>
        )}
      </Show>
      <dt>{words.size}</dt>
      <dd>{words.sizeOf(kept(props.review), bytes(props.review.bytes))}</dd>
      <dt>{words.hash}</dt>
      <dd class="pack-hash">
        <code title={packWords.hashTitle(props.review.hash)}>{packWords.hash(props.review.hash)}</code>
        <CopyButton text={props.review.hash} label={words.copyHash} />
      </dd>
    </dl>
  );
}

/** How many files it has; those that are gone are listed too. */
function kept({ files }: PackReview): number {
  return files.filter(({ change }) => change !== "removed").length;
}
