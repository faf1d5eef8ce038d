import type { NoticeItem, PlanItem, RequestItem } from "@switchyard/core/session";
import { Show } from "solid-js";
import { Icon, type IconComponent } from "../../../ui/Icon.tsx";
import {
  ClockIcon,
  FileIcon,
  ListChecksIcon,
  PlugZapIcon,
  RotateCwIcon,
  ShieldIcon,
  TerminalIcon,
  TriangleAlertIcon,
} from "../../../ui/icons.ts";
import { StatusGlyph } from "../../../ui/StatusGlyph.tsx";
import { sessionWords as words } from "../../../words/session-words.ts";
import { resolvedWords } from "../../ask/resolved-words.ts";
import { plainOutput } from "../tool/plain-output.ts";
import { oneLine, targetOf } from "../tool/tool-facts.ts";

/** A request whose tool call is not on the page: amber while it waits, then how it ended. */
export function RequestRow(props: { item: RequestItem; isRestart: boolean }) {
  const resolved = () => props.item.resolved;
  return (
    <div class="line" data-tone={resolved() ? undefined : "signal"}>
      {resolved() ? <Icon of={ShieldIcon} size={14} /> : <StatusGlyph glyph="needs" size={14} />}
      <span class="cut grow">
        {oneLine(props.item.title)} <code>{targetOf(props.item).text}</code>
      </span>
      <span class="line-end">{resolvedWords(props.item, props.isRestart) ?? words.waitingForYou}</span>
    </div>
  );
}

export function PlanRow(props: { item: PlanItem }) {
  const done = () => props.item.entries.filter((entry) => entry.status === "completed").length;
  return (
    <div class="line">
      <Icon of={ListChecksIcon} size={14} />
      <span>{words.planUpdated(done(), props.item.entries.length)}</span>
    </div>
  );
}

/** What the bridge has to tell, one line by its level. */
export function NoticeRow(props: { item: NoticeItem }) {
  const isPrinted = () => props.item.code === "noise" && props.item.level === "info";
  const icon = () =>
    NOTICE_ICONS[props.item.code] ?? (props.item.level === "info" ? PlugZapIcon : TriangleAlertIcon);
  return (
    <div class="line" data-tone={props.item.level === "error" ? "danger" : undefined} data-wraps="">
      <Icon of={icon()} size={14} />
      <Show when={isPrinted()} fallback={<span>{props.item.text}</span>}>
        <span title={words.printedTitle}>
          {words.printed} <code>{plainOutput(props.item.text)}</code>
        </span>
      </Show>
    </div>
  );
}

/** Those that are news and no fault have a shape of their own. */
const NOTICE_ICONS: Readonly<Record<string, IconComponent>> = {
  waited: ClockIcon,
  reseeded: RotateCwIcon,
  noise: TerminalIcon,
  oversize: FileIcon,
};
