import { ariaKeys, createShortcut } from "../../keys/keyboard.ts";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { ChartGanttIcon } from "../../ui/icons.ts";
import { words as pageWords } from "../../words/en.ts";
import { projectWords } from "../../words/project-words.ts";
import { useOpenSample } from "../projects/open-project.ts";
import { Way } from "./Way.tsx";

const words = projectWords.sampleProject;

/** A plan to click through, one press away. */
export function SampleWay() {
  const app = useApp();
  const sample = useOpenSample();
  const isAway = () => app.connection.link() !== "live";
  const open = () => {
    if (!isAway()) sample.open();
  };
  createShortcut("openSample", open);
  return (
    <Way icon={ChartGanttIcon} title={words.title} text={words.text} isFirst={false}>
      <Button
        keys="p"
        aria-keyshortcuts={ariaKeys("openSample")}
        busy={sample.isBusy()}
        disabled={isAway()}
        reason={pageWords.notConnected}
        onClick={open}
      >
        {words.open}
      </Button>
    </Way>
  );
}
