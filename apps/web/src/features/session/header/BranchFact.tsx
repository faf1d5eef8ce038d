import { Show } from "solid-js";
import { Icon } from "../../../ui/Icon.tsx";
import { GitBranchIcon } from "../../../ui/icons.ts";
import { toolWords as words } from "../../../words/tool-words.ts";
import { useChanges } from "../../changes/session-changes.ts";

/** The branch that is checked out in the session's folder, as git told it last. */
export function BranchFact() {
  const changes = useChanges();
  return (
    <Show when={changes?.told()?.branch}>
      {(branch) => (
        <span class="fact" title={words.branchOf(branch())}>
          <Icon of={GitBranchIcon} size={14} />
          <span class="sr-only">{words.branch("")}</span>
          <code class="cut">{branch()}</code>
        </span>
      )}
    </Show>
  );
}
