import { useApp } from "../../state/app.ts";
import { now } from "../../state/clock.ts";
import { Button } from "../../ui/Button.tsx";
import { RotateCwIcon } from "../../ui/icons.ts";
import { words } from "../../words/en.ts";

/** Looks at every program again, and says when that was last done. */
export function CheckAgain(props: { iconOnly?: boolean; hideTime?: boolean }) {
  const app = useApp();
  const checked = () => {
    const at = app.backends.checkedAt();
    if (at === null || props.hideTime) return "";
    const seconds = (now() - at) / 1000;
    return seconds < 60 ? words.backend.checkedJustNow : words.backend.checkedAgo(words.ago(seconds));
  };
  const isAway = () => app.connection.link() !== "live";
  return (
    <>
      {checked()}
      <Button
        variant="ghost"
        size={24}
        icon={RotateCwIcon}
        {...(props.iconOnly ? { label: words.checkAgain } : {})}
        busy={app.backends.isChecking()}
        disabled={isAway()}
        reason={words.notConnected}
        onClick={() => void app.backends.check()}
      >
        {props.iconOnly ? undefined : words.checkAgain}
      </Button>
    </>
  );
}
