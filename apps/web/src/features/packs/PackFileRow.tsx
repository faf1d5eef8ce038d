import type { PackReview } from "@switchyard/core/protocol";
import { createResource, createSignal, createUniqueId, Match, Show, Switch } from "solid-js";
import { useApp } from "../../state/app.ts";
import type { PackFile } from "../../state/packs.ts";
import { Button } from "../../ui/Button.tsx";
import { Chip } from "../../ui/Chip.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { ChevronRightIcon } from "../../ui/icons.ts";
import { Segmented } from "../../ui/Segmented.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { packWords } from "../../words/pack-words.ts";
import { toWireError } from "../../wire/wire-error.ts";
import { bytes } from "../session/format.ts";
import { PromptText } from "../personas/PromptText.tsx";
import { FileDiff } from "./FileDiff.tsx";
import { markedText } from "./unseen.ts";
import { Visible } from "./Visible.tsx";

const words = packWords.review;
type File = PackReview["files"][number];

/** A file of a pack that is looked at; its text is read when it is opened. */
export function PackFileRow(props: {
  review: PackReview;
  file: File;
  isOpen: boolean;
  onLookAgain: () => void;
}) {
  const [isOpen, setOpen] = createSignal(props.isOpen);
  const body = createUniqueId();
  return (
    <div class="pack-file">
      <button
        type="button"
        class="pack-file-head"
        aria-expanded={isOpen()}
        aria-controls={isOpen() ? body : undefined}
        onClick={() => setOpen(!isOpen())}
      >
        <Icon of={ChevronRightIcon} size={12} />
        <code class="grow">
          <Visible text={props.file.path} />
        </code>
        <Show when={props.file.unseen > 0}>
          <Chip tone="danger">{words.unseenIn(props.file.unseen)}</Chip>
        </Show>
        <Show when={props.review.before !== null}>
          <Chip tone={TONES[props.file.change]}>{words.changes[props.file.change]}</Chip>
        </Show>
        <span class="pack-file-size">{bytes(props.file.bytes)}</span>
      </button>
      <Show when={isOpen()}>
        <div id={body} class="pack-file-body">
          <Body {...props} />
        </div>
      </Show>
    </div>
  );
}

const TONES = { added: "ok", changed: "accent", removed: "neutral", same: "line" } as const;

function Body(props: { review: PackReview; file: File; onLookAgain: () => void }) {
  const app = useApp();
  const [read, { refetch }] = createResource(() => app.packs.readFile(props.review.hash, props.file.path));
  const error = () => (read.state === "errored" ? toWireError(read.error) : null);
  return (
    <Switch fallback={<Skeleton label={words.reading} lines={["half", "long", "full"]} />}>
      <Match when={error()?.code === "PACK_NOT_FOUND"}>
        <p class="pack-said">
          {words.isGone}{" "}
          <Button size={24} onClick={() => props.onLookAgain()}>
            {words.lookAgain}
          </Button>
        </p>
      </Match>
      <Match when={error()}>
        {(error) => (
          <p class="pack-said">
            {words.readFailed}: {error().message}{" "}
            <Button size={24} onClick={() => void refetch()}>
              {words.tryAgain}
            </Button>
          </p>
        )}
      </Match>
      <Match when={read.state === "ready" && read()}>
        {(read) => <Texts file={props.file} read={read()} />}
      </Match>
    </Switch>
  );
}

/** A change as a diff, or as the whole text that it leads to; what is new or gone as its text alone. */
function Texts(props: { file: File; read: PackFile }) {
  const [view, setView] = createSignal<"changes" | "text">("changes");
  const both = () => {
    const { before, after } = props.read;
    return props.file.change === "changed" && before !== null && after !== null ? { before, after } : null;
  };
  const text = () => (props.file.change === "removed" ? props.read.before : props.read.after);
  return (
    <>
      <Show when={both()}>
        <Segmented
          label={words.view(markedText(props.file.path))}
          value={view()}
          onValue={setView}
          options={[
            { value: "changes", label: words.views.changes },
            { value: "text", label: words.views.text },
          ]}
        />
      </Show>
      <Show when={props.read.isCut}>
        <p class="pack-said">{words.isCut}</p>
      </Show>
      <Switch fallback={<p class="pack-said">{words.noText}</p>}>
        <Match when={view() === "changes" && both()}>
          {(both) => <FileDiff path={markedText(props.file.path)} {...both()} isCut={props.read.isCut} />}
        </Match>
        <Match when={text() !== null}>
          <Show when={text()} fallback={<p class="pack-said">{words.isEmpty}</p>}>
            {(text) => (
              <PromptText text={text()} problems={[]} label={words.textOf(markedText(props.file.path))} />
            )}
          </Show>
        </Match>
      </Switch>
    </>
  );
}
