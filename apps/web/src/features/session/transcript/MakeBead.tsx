import { Show, useContext } from "solid-js";
import { Button } from "../../../ui/Button.tsx";
import { DiamondIcon } from "../../../ui/icons.ts";
import { captureWords as words } from "../../../words/capture-words.ts";
import { titleOf } from "../../capture/title-of.ts";
import { ShellContext } from "../../shell/shell-context.ts";
import { useSession } from "../session-context.ts";
import "./make-bead.css";

/** On a message, under the pointer or with the focus: a bead of what it says, or of what is selected in it. */
export function MakeBead(props: { itemId: string; text: string }) {
  const view = useSession();
  // Without a frame around the session there is nowhere to make it.
  const shell = useContext(ShellContext);
  let place!: HTMLSpanElement;
  const open = () => {
    const text = selectedIn(place.parentElement) ?? props.text;
    const title = titleOf(text);
    const { sessionId, projectId } = view.info;
    const seq = view.pages.seqOf(props.itemId);
    shell?.openNewBead({
      ...(projectId !== null && { projectId }),
      title,
      ...(text.trim() !== title && { description: text.trim() }),
      origin: { sessionId, ...(seq !== undefined && { seq }) },
    });
  };
  return (
    <Show when={shell !== undefined && props.text.trim() !== ""}>
      <span
        ref={place}
        class="make-bead"
        // The press would take the selection away.
        onPointerDown={(event) => event.preventDefault()}
      >
        <Button size={24} icon={DiamondIcon} label={words.fromMessage} onClick={open} />
      </span>
    </Show>
  );
}

/** The text that is selected, where all of it is inside. */
function selectedIn(element: Element | null): string | undefined {
  const selection = getSelection();
  if (selection === null || selection.isCollapsed || element === null) return undefined;
  const { anchorNode, focusNode } = selection;
  const text = selection.toString();
  return element.contains(anchorNode) && element.contains(focusNode) && text.trim() !== "" ? text : undefined;
}
