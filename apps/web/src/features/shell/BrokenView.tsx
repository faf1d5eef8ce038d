import { Button } from "../../ui/Button.tsx";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { RotateCwIcon, TriangleAlertIcon } from "../../ui/icons.ts";
import { Note } from "../../ui/Note.tsx";
import { words } from "../../words/en.ts";
import "./BrokenView.css";

/** A fault of the page itself: the frame stays, the sessions are untouched, and it can be told to us. */
export function BrokenView(props: { thrown: unknown }) {
  const message = () => (props.thrown instanceof Error ? props.thrown.message : String(props.thrown));
  const details = () => (props.thrown instanceof Error ? (props.thrown.stack ?? message()) : message());
  return (
    <div class="broken-view">
      <Note
        tone="danger"
        role="alert"
        icon={<Icon of={TriangleAlertIcon} />}
        title={words.broken.title}
        code={message()}
        actions={
          <>
            <Button size={24} icon={RotateCwIcon} onClick={() => location.reload()}>
              {words.reload}
            </Button>
            <CopyButton
              text={details()}
              label={words.broken.copy}
              words={words.broken.copy}
              variant="ghost"
            />
          </>
        }
      >
        {words.broken.text}
      </Note>
    </div>
  );
}
