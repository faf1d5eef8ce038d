import type { ToolItem } from "@switchyard/core/session";
import { SearchIcon } from "../../../ui/icons.ts";
import { StatusGlyph } from "../../../ui/StatusGlyph.tsx";
import { sessionWords as words } from "../../../words/session-words.ts";
import { Keyed } from "../../../ui/Keyed.tsx";
import { ToolCard } from "../tool/ToolCard.tsx";
import { targetOf } from "../tool/tool-facts.ts";
import { Fold } from "./Fold.tsx";
import { createKept, looksKey } from "./row-memory.ts";

/** Reads and searches in a row, as one line. */
export function LooksRow(props: { tools: readonly ToolItem[]; running: boolean }) {
  const [open, setOpen] = createKept<boolean>(looksKey(props.tools[0]?.id));
  const isRunning = () =>
    props.running && props.tools.some((tool) => tool.status === "pending" || tool.status === "in_progress");
  const label = () => (
    <>
      {looksLabel(props.tools)}
      {isRunning() ? (
        <StatusGlyph glyph="running" label={words.toolStates.in_progress} size={14} />
      ) : undefined}
    </>
  );
  return (
    <Fold icon={SearchIcon} label={label()} open={open() === true} onToggle={() => setOpen(!open())}>
      <div class="stack">
        <Keyed each={props.tools} by={(tool) => tool.id}>
          {(tool) => (
            <ToolCard tool={tool()} request={null} rows={[]} running={props.running} isRestart={false} />
          )}
        </Keyed>
      </div>
    </Fold>
  );
}

/** "Read 4 files, searched twice", in the order of what came first; a file read twice counts once. */
export function looksLabel(tools: readonly Pick<ToolItem, "toolKind" | "input" | "title">[]): string {
  const files = new Set(tools.filter((tool) => tool.toolKind === "read").map((tool) => targetOf(tool).text))
    .size;
  const searches = tools.filter((tool) => tool.toolKind === "search").length;
  const parts = [files > 0 ? words.readFiles(files) : "", searches > 0 ? words.searched(searches) : ""];
  if (tools[0]?.toolKind === "search") parts.reverse();
  return words.joined(parts.filter((part) => part !== ""));
}
