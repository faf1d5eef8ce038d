import { Button } from "../../ui/Button.tsx";
import { RotateCwIcon } from "../../ui/icons.ts";
import { words } from "../../words/en.ts";

/** What of a settings page could not be read, why, and the way to read it again. */
export function ReadFailed(props: { what: string; error: Error; onRetry: () => void }) {
  return (
    <div class="settings-line">
      <p class="grow">
        {props.what}: {props.error.message}
      </p>
      <Button size={24} icon={RotateCwIcon} onClick={() => props.onRetry()}>
        {words.tryNow}
      </Button>
    </div>
  );
}
