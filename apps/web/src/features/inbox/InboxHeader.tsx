import { Button } from "../../ui/Button.tsx";
import { PlusIcon } from "../../ui/icons.ts";
import { Segmented } from "../../ui/Segmented.tsx";
import { ariaKeys } from "../../keys/keyboard.ts";
import { words as common } from "../../words/en.ts";
import { inboxWords as words } from "../../words/inbox-words.ts";
import { NotifyMe } from "../notify/NotifyMe.tsx";
import { PaletteButton } from "../palette/PaletteButton.tsx";
import { useShell } from "../shell/shell-context.ts";
import { SignalPill } from "../signal/SignalPill.tsx";
import { useInbox } from "./create-inbox.ts";

export function InboxHeader() {
  const inbox = useInbox();
  const shell = useShell();
  return (
    <header class="inbox-head">
      <h1>{words.title}</h1>
      <Segmented
        label={words.show}
        value={inbox.filter()}
        onValue={inbox.setFilter}
        options={(["all", "needs", "verify", "finished"] as const).map((value) => ({
          value,
          label: words.filters[value],
          count: inbox.count(value),
        }))}
      />
      <span class="grow" />
      <NotifyMe />
      <PaletteButton />
      <Button
        class="inbox-new"
        icon={PlusIcon}
        aria-keyshortcuts={ariaKeys("newSession")}
        onClick={() => shell.openNewSession()}
      >
        {common.list.newSession}
      </Button>
      <SignalPill />
    </header>
  );
}
