import type { PackInfo } from "@switchyard/core/protocol";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { words as pageWords } from "../../words/en.ts";
import { packWords as words } from "../../words/pack-words.ts";
import type { PackActs } from "./PackDialogs.tsx";
import { markedText } from "./unseen.ts";

/** The buttons of an installed pack. */
export function PackActions(props: { pack: PackInfo; acts: PackActs }) {
  const app = useApp();
  const name = () => markedText(props.pack.displayName);
  const away = () => ({ disabled: app.connection.link() !== "live", reason: pageWords.notConnected });
  return (
    <span class="pack-actions">
      <Button
        size={24}
        {...away()}
        aria-label={words.updateOf(name())}
        onClick={() => props.acts.update(props.pack)}
      >
        {words.update}
      </Button>
      <Button
        size={24}
        variant="ghost"
        {...away()}
        aria-label={words.removeOf(name())}
        onClick={() => props.acts.remove(props.pack)}
      >
        {words.remove}
      </Button>
    </span>
  );
}
