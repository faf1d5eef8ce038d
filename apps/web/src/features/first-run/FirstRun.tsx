import { Show } from "solid-js";
import { ariaKeys } from "../../keys/keyboard.ts";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { FolderIcon, PlusIcon } from "../../ui/icons.ts";
import { words } from "../../words/en.ts";
import { firstRunWords } from "../../words/first-run-words.ts";
import { MachinePanel } from "../backend/MachinePanel.tsx";
import { useShell } from "../shell/shell-context.ts";
import { DemoWay } from "./DemoWay.tsx";
import { SampleWay } from "./SampleWay.tsx";
import { Way } from "./Way.tsx";
import "./FirstRun.css";

/** No session yet: what is here, what is missing, and the ways in. */
export default function FirstRun() {
  const app = useApp();
  const shell = useShell();
  const demo = () => app.backends.list.find((backend) => backend.isDemo && backend.state !== "off");
  /** Where nothing else could be started, the demo is what to do first. */
  const isDemoFirst = () =>
    demo() !== undefined &&
    (demo()?.isDefault === true ||
      !app.backends.list.some((other) => !other.isDemo && mayStart(other.state)));
  return (
    <div class="first-run">
      <div class="first-run-column">
        <h1>{firstRunWords.title}</h1>
        <p class="first-run-lead">{firstRunWords.lead}</p>
        <MachinePanel />
        <div class="first-run-ways">
          <Way
            icon={FolderIcon}
            title={firstRunWords.cardTitle}
            text={firstRunWords.cardText}
            isFirst={!isDemoFirst()}
          >
            <Button
              variant={isDemoFirst() ? "default" : "primary"}
              icon={PlusIcon}
              keys="c"
              aria-keyshortcuts={ariaKeys("newSession")}
              onClick={() => shell.openNewSession()}
            >
              {words.list.newSession}
            </Button>
          </Way>
          <Show when={demo()}>{(backend) => <DemoWay backend={backend()} isFirst={isDemoFirst()} />}</Show>
          <SampleWay />
        </div>
        <p class="small text-3">{firstRunWords.foot}</p>
      </div>
    </div>
  );
}

/** One that is still being looked at may turn out ready: nothing changes places for it. */
function mayStart(state: string): boolean {
  return state === "ready" || state === "checking";
}
