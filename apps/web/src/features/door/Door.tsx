import { Show } from "solid-js";
import { Button } from "../../ui/Button.tsx";
import { RotateCwIcon } from "../../ui/icons.ts";
import { Mark } from "../../ui/Mark.tsx";
import { words } from "../../words/en.ts";
import "./Door.css";

export type DoorReason = "no-token" | "token" | "rotated" | "protocol";

/** The whole page where the bridge does not let it in: why, and the one way in. */
export function Door(props: { because: DoorReason }) {
  return (
    <main class="door">
      <Mark size={48} label={words.product} />
      <h1>{texts[props.because].title}</h1>
      <p>{texts[props.because].text}</p>
      <Show when={props.because !== "no-token"}>
        <Button icon={RotateCwIcon} onClick={() => location.reload()}>
          {words.reload}
        </Button>
      </Show>
    </main>
  );
}

const texts: Readonly<Record<DoorReason, { title: string; text: string }>> = {
  "no-token": { title: words.door.noToken, text: words.door.noTokenText },
  token: { title: words.door.refused, text: words.door.refusedText },
  rotated: { title: words.door.rotated, text: words.door.rotatedText },
  protocol: { title: words.door.protocol, text: words.door.protocolText },
};
