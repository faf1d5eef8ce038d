import { lazy, Show, Suspense } from "solid-js";
import { TerminalIcon } from "../../../ui/icons.ts";
import { sessionWords as words } from "../../../words/session-words.ts";
import { isWorktreeThere } from "../../worktree/worktree-state.ts";
import { useSession } from "../session-context.ts";
import { BeadPart } from "./BeadPart.tsx";
import { ChangesPart } from "./ChangesPart.tsx";
import { MadeOfPart } from "./MadeOfPart.tsx";
import { Part } from "./Part.tsx";
import { PermissionsPart } from "./PermissionsPart.tsx";
import { PlanPart } from "./PlanPart.tsx";
import { UsagePart } from "./UsagePart.tsx";
import "./inspector.css";

const WorktreePart = lazy(() => import("../../worktree/WorktreePart.tsx"));

/** What the session adds up to: its plan, the files it changed, its worktree, its bead, its usage and process, what it was made of, the CLI's own log. */
export function Inspector() {
  const view = useSession();
  const worktree = () => (isWorktreeThere(view.info.worktree) ? view.info.worktree : undefined);
  return (
    <aside class="inspector" aria-label={words.details}>
      <PlanPart />
      <ChangesPart />
      <Show when={worktree()}>
        {(worktree) => (
          <Suspense>
            <WorktreePart worktree={worktree()} />
          </Suspense>
        )}
      </Show>
      <BeadPart />
      <PermissionsPart />
      <UsagePart />
      <MadeOfPart />
      <LogPart />
    </aside>
  );
}

function LogPart() {
  const view = useSession();
  return (
    <Part
      icon={TerminalIcon}
      title={words.log}
      end={view.stderr.length > 0 ? words.logLines(view.stderr.length) : undefined}
      folded
    >
      <Show when={view.stderr.length > 0} fallback={<p class="part-none">{words.logEmpty}</p>}>
        <pre class="process-log" tabindex="0" role="region" aria-label={words.log}>
          {view.stderr.join("\n")}
        </pre>
      </Show>
    </Part>
  );
}
