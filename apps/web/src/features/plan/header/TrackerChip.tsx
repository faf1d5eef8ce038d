import type { TrackerState } from "@switchyard/core/protocol";
import { Show } from "solid-js";
import type { ProjectBeads } from "../../../state/beads.ts";
import { Chip } from "../../../ui/Chip.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { ChevronDownIcon } from "../../../ui/icons.ts";
import { projectWords } from "../../../words/project-words.ts";
import { isBroken, isExplainable } from "./TrackerNote.tsx";

const words = projectWords.tracker;

/** With what the beads are read, and whether that can be trusted; what there is to say of it shows on a press. */
export function TrackerChip(props: {
  beads: ProjectBeads;
  /** Why nothing can be changed; null: it can. */
  readOnly?: string | null;
  isExplained: boolean;
  onExplain: () => void;
}) {
  return (
    <Show when={faceOf(props.beads, props.readOnly ?? null)}>
      {(face) => (
        <Show
          when={isExplainable(props.beads) && !isBroken(props.beads)}
          fallback={
            <Chip tone={face().tone} {...(face().title === undefined ? {} : { title: face().title ?? "" })}>
              {face().text}
            </Chip>
          }
        >
          <button
            type="button"
            class="tracker-chip"
            title={props.beads.tracker()?.note ?? words.details}
            aria-expanded={props.isExplained}
            onClick={() => props.onExplain()}
          >
            <Chip tone={face().tone}>
              <span class="cut">{face().text}</span>
              <Icon of={ChevronDownIcon} size={10} />
            </Chip>
          </button>
        </Show>
      )}
    </Show>
  );
}

interface Face {
  readonly tone: "ok" | "neutral" | "danger";
  readonly text: string;
  readonly title?: string;
}

function faceOf(beads: ProjectBeads, readOnly: string | null): Face | null {
  if (isBroken(beads)) return { tone: "danger", text: words.failedShort };
  const tracker = beads.tracker();
  if (tracker === null) return null;
  const face = calmFace(tracker);
  if (readOnly === null || tracker.source === "none") return face;
  const text = tracker.source === "jsonl" ? face.text : words.noWrites(tracker.source, tracker.version);
  return { tone: "neutral", text, title: readOnly };
}

function calmFace({ source, stale, version }: TrackerState): Face {
  if (source === "none") return { tone: "neutral", text: words.none, title: words.noneTitle };
  if (source === "jsonl") {
    return { tone: "neutral", text: stale ? `${words.readOnly}, ${words.mayBeStale}` : words.readOnly };
  }
  if (stale) return { tone: "neutral", text: `${words.plain(source, version)}, ${words.mayBeStale}` };
  return source === "bd"
    ? { tone: "ok", text: words.live(source, version), title: words.liveTitle }
    : { tone: "ok", text: words.plain(source, version), title: words.liveTitle };
}
