import { ariaKeys } from "../../keys/keyboard.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { FolderIcon, PlusIcon } from "../../ui/icons.ts";
import { words } from "../../words/en.ts";
import { MachinePanel } from "../backend/MachinePanel.tsx";
import { useShell } from "../shell/shell-context.ts";
import "./FirstRun.css";

/** No session yet: what is here, what is missing, and the one action. */
export default function FirstRun() {
  const shell = useShell();
  return (
    <div class="first-run">
      <div class="first-run-column">
        <h1>{words.first.title}</h1>
        <p class="first-run-lead">{words.first.lead}</p>
        <MachinePanel />
        <section class="first-run-way">
          <div class="grow">
            <h2>
              <Icon of={FolderIcon} />
              {words.first.cardTitle}
            </h2>
            <p>{words.first.cardText}</p>
          </div>
          <Button
            variant="primary"
            size={36}
            icon={PlusIcon}
            keys="c"
            aria-keyshortcuts={ariaKeys("newSession")}
            onClick={() => shell.openNewSession()}
          >
            {words.list.newSession}
          </Button>
        </section>
        <p class="small text-3">{words.first.foot}</p>
      </div>
    </div>
  );
}
