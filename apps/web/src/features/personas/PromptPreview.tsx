import type { ParamsOf } from "@switchyard/core/protocol";
import { createEffect, Match, Switch } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { RotateCwIcon, TriangleAlertIcon } from "../../ui/icons.ts";
import { Note } from "../../ui/Note.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { personaWords } from "../../words/persona-words.ts";
import { createPrompt } from "./create-prompt.ts";
import { PromptText } from "./PromptText.tsx";

const words = personaWords.prompt;

/** The text that a session would get from its persona, as the bridge writes it. */
export function PromptPreview(props: {
  asked: ParamsOf<"previewPrompt"> | undefined;
  /** The hash of the persona: with another, its text is another. */
  version: string;
  label: string;
  /** Its faults are told beside it already: they are marked alone. */
  isListed?: boolean;
}) {
  const app = useApp();
  const prompt = createPrompt(app, { asked: () => props.asked, version: () => props.version });
  let box!: HTMLDivElement;
  createEffect((was: boolean) => {
    const isThere = prompt.told() !== null;
    if (isThere && !was) box.scrollIntoView?.({ block: "nearest" });
    return isThere;
  }, false);
  return (
    <div ref={box} class="prompt-preview">
      <Switch fallback={<Skeleton label={words.loading} lines={["long", "full", "half"]} />}>
        <Match when={prompt.error()}>
          {(error) => (
            <Note
              tone="danger"
              icon={<Icon of={TriangleAlertIcon} />}
              title={words.failed}
              role="alert"
              actions={
                <Button size={24} icon={RotateCwIcon} onClick={() => prompt.again()}>
                  {words.again}
                </Button>
              }
            >
              {error().message}
            </Note>
          )}
        </Match>
        <Match when={prompt.told()}>
          {(told) => (
            <PromptText
              text={told().prompt}
              problems={told().problems}
              label={props.label}
              isListed={props.isListed ?? false}
            />
          )}
        </Match>
      </Switch>
    </div>
  );
}
