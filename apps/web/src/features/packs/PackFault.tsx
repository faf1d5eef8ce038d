import { PersonaProblem } from "@switchyard/core/protocol";
import { Show } from "solid-js";
import { Icon } from "../../ui/Icon.tsx";
import { TriangleAlertIcon } from "../../ui/icons.ts";
import { Note } from "../../ui/Note.tsx";
import { packWords } from "../../words/pack-words.ts";
import type { WireError } from "../../wire/wire-error.ts";
import { CutList } from "./CutList.tsx";
import { Visible } from "./Visible.tsx";

const words = packWords.add;

/** Why a pack can't be looked at, and what to do. */
export function PackFault(props: { error: WireError }) {
  /** Of one alone the message says all. */
  const problems = () => PersonaProblem.array().safeParse(props.error.data["problems"]).data ?? [];
  return (
    <Note tone="danger" icon={<Icon of={TriangleAlertIcon} />} title={titleOf(props.error)} role="alert">
      <Show
        when={problems().length > 1}
        fallback={
          <p class="pack-fault">
            <Visible text={props.error.message} />
          </p>
        }
      >
        <CutList
          each={problems()}
          first={10}
          class="pack-problems"
          more={words.allProblems(problems().length)}
        >
          {({ file, line, message }) => (
            <>
              <code>
                <Visible text={words.problemAt(file, line)} />
              </code>{" "}
              <Visible text={message} />
            </>
          )}
        </CutList>
      </Show>
      <Show when={props.error.code === "NPM_FAILED"}>
        <p>{words.failed.npmText}</p>
      </Show>
    </Note>
  );
}

function titleOf({ code }: WireError): string {
  switch (code) {
    case "INVALID_PACK":
      return words.failed.invalid;
    case "NPM_FAILED":
      return words.failed.npm;
    case "TOO_LARGE":
      return words.failed.large;
    case "STORAGE_FAILED":
      return words.failed.storage;
    default:
      return words.failed.other;
  }
}

/** What is wrong with the name itself stands under its field. */
export function specFault(error: WireError | null): string | undefined {
  switch (error?.code) {
    case "FOLDER_NOT_FOUND":
    case "INVALID_PARAMS":
      return error.message;
    case "CLOSED":
      return words.lookLost;
    case "TIMEOUT":
      return words.slow;
    default:
      return undefined;
  }
}
