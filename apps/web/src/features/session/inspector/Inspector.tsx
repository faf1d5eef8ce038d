import type { PlanItem, ProcessItem } from "@switchyard/core/session";
import { createMemo, For, mapArray, Show } from "solid-js";
import GitBranchIcon from "lucide-solid/icons/git-branch";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { FileIcon, GaugeIcon, ListChecksIcon, TerminalIcon } from "../../../ui/icons.ts";
import { StatusGlyph } from "../../../ui/StatusGlyph.tsx";
import { words as pageWords } from "../../../words/en.ts";
import { sessionWords as words } from "../../../words/session-words.ts";
import { money, tokens } from "../format.ts";
import { backendName, useSession } from "../session-context.ts";
import { Changes } from "../tool/ToolCard.tsx";
import { shortPath } from "../tool/tool-facts.ts";
import { changedFiles, joinFiles } from "./changed-files.ts";
import { BeadPart } from "./BeadPart.tsx";
import { Part } from "./Part.tsx";
import { ProcessFacts } from "./ProcessFacts.tsx";
import "./inspector.css";

/** What the session adds up to: its plan, the files it changed, its bead, its usage and process, the CLI's own log. */
export function Inspector() {
  return (
    <aside class="inspector" aria-label={words.details}>
      <PlanPart />
      <ChangesPart />
      <BeadPart />
      <UsagePart />
      <LogPart />
    </aside>
  );
}

function PlanPart() {
  const view = useSession();
  const plan = createMemo(() =>
    lastOf(view.transcript.sections, (item): item is PlanItem => item.kind === "plan"),
  );
  const entries = () => plan()?.entries ?? [];
  const done = () => entries().filter((entry) => entry.status === "completed").length;
  const GLYPHS = { pending: "waiting", in_progress: "running", completed: "check" } as const;
  return (
    <Part
      icon={ListChecksIcon}
      title={words.plan}
      end={entries().length > 0 ? words.planProgress(done(), entries().length) : undefined}
    >
      <Show when={entries().length > 0} fallback={<p class="part-none">{words.noPlan}</p>}>
        <div class="plan-steps" aria-hidden="true">
          <For each={entries()}>{(entry) => <i data-status={entry.status} />}</For>
        </div>
        <ul class="plan-list">
          <For each={entries()}>
            {(entry) => (
              <li data-status={entry.status}>
                <StatusGlyph glyph={GLYPHS[entry.status]} label={words.planStates[entry.status]} />
                <span>{entry.content}</span>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Part>
  );
}

function ChangesPart() {
  const view = useSession();
  // A list a section, so that what one turn adds does not count the others again.
  const lists = mapArray(
    () => view.transcript.sections,
    (section) => createMemo(() => changedFiles(section.items)),
  );
  const files = createMemo(() => joinFiles(lists().map((list) => list())));
  const sum = (of: "added" | "removed") => files().reduce((total, file) => total + file[of], 0);
  return (
    <Part
      icon={GitBranchIcon}
      title={words.changes}
      end={files().length > 0 ? <Changes added={sum("added")} removed={sum("removed")} /> : undefined}
    >
      <Show when={files().length > 0} fallback={<p class="part-none">{words.noChanges}</p>}>
        <ul class="file-list">
          <For each={files()}>
            {(file) => (
              <li title={file.path}>
                <Icon of={FileIcon} size={14} />
                <span class="file-path">
                  <bdi>{shortPath(file.path, view.info.cwd)}</bdi>
                </span>
                <Changes added={file.added} removed={file.removed} />
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Part>
  );
}

function UsagePart() {
  const view = useSession();
  const process = createMemo(() =>
    lastOf(view.transcript.sections, (item): item is ProcessItem => item.kind === "process"),
  );
  const turn = createMemo(() => view.transcript.sections.findLast((section) => section.end?.usage));
  const cost = () => view.info.usage.costUsd;
  return (
    <Part icon={GaugeIcon} title={words.usage} end={cost() === null ? undefined : money(cost() ?? 0)}>
      <dl class="facts">
        <Show when={turn()?.end?.usage}>
          {(usage) => (
            <>
              <dt>{words.lastTurn}</dt>
              <dd>
                <Show when={usage().costUsd !== null}>{money(usage().costUsd ?? 0)}</Show>
                <span class="text-3">
                  {words.tokensInOut(tokens(usage().inputTokens), tokens(usage().outputTokens))}
                </span>
              </dd>
            </>
          )}
        </Show>
        <dt>{words.allTurns}</dt>
        <dd>
          {words.tokensInOut(tokens(view.info.usage.inputTokens), tokens(view.info.usage.outputTokens))}
        </dd>
        <dt>{words.backend}</dt>
        <dd>{backendName(view)}</dd>
        <dt>{words.process}</dt>
        <dd>
          {view.info.startPlace === null
            ? words.processStates[view.info.process]
            : pageWords.status.inLine(view.info.startPlace)}
          <Show when={process()?.cliVersion}>{(version) => <span class="text-3">{version()}</span>}</Show>
        </dd>
        <Show when={view.info.process === "live" || view.info.process === "starting"}>
          <ProcessFacts />
        </Show>
        <Show when={view.backend?.isDemo !== true}>
          <dt>{words.model}</dt>
          <dd>{process()?.model ?? view.info.model ?? words.defaultModel}</dd>
        </Show>
        <dt>{words.folder}</dt>
        <dd title={view.info.cwd}>
          <code class="cut">{view.info.cwd}</code>
        </dd>
        <Show when={view.info.sharesCwdWith.length > 0}>
          <dt />
          <dd class="text-3">{words.shares(view.info.sharesCwdWith.length)}</dd>
        </Show>
        <Show when={view.info.cliSessionId}>
          {(id) => (
            <>
              <dt>{words.conversation}</dt>
              <dd>
                <code class="cut">{id()}</code>
                <CopyButton text={id()} label={words.copyConversation} />
              </dd>
            </>
          )}
        </Show>
      </dl>
    </Part>
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

function lastOf<Item, Found extends Item>(
  sections: readonly { items: readonly Item[] }[],
  is: (item: Item) => item is Found,
): Found | undefined {
  for (const section of sections.toReversed()) {
    const item = section.items.findLast(is);
    if (item !== undefined) return item;
  }
  return undefined;
}
