import type { Item, Section, TextItem } from "@switchyard/core/session";
import { Match, Switch } from "solid-js";
import { endedByRestart } from "../../ask/resolved-words.ts";
import { QuestionRow } from "../asks/QuestionRow.tsx";
import { Keyed } from "../../../ui/Keyed.tsx";
import { ToolCard } from "../tool/ToolCard.tsx";
import { NoticeRow, PlanRow, RequestRow } from "./LineRows.tsx";
import { LooksRow } from "./LooksRow.tsx";
import type { Row } from "./rows.ts";
import { MessageRow, ThoughtRow, UserRow } from "./TextRows.tsx";

/** One row of a turn; `newest` is the id of the item that may still grow, where its turn runs. */
export function RowView(props: { row: Row; section: Section; newest: string | null; running: boolean }) {
  const item = () => (props.row.kind === "item" ? props.row.item : null);
  const user = () => narrow(item(), "user");
  const text = () => textOf(item());
  const message = () => (text()?.kind === "message" ? text() : null);
  const thought = () => (text()?.kind === "thought" ? text() : null);
  const plan = () => narrow(item(), "plan");
  const request = () => narrow(item(), "request");
  const question = () => narrow(item(), "question");
  const notice = () => narrow(item(), "notice");
  const tool = () => (props.row.kind === "tool" ? props.row : null);
  const looks = () => (props.row.kind === "looks" ? props.row.tools : null);
  return (
    <Switch>
      <Match when={user()}>{(user) => <UserRow item={user()} />}</Match>
      <Match when={message()}>
        {(text) => <MessageRow item={text()} open={props.newest === text().id} />}
      </Match>
      <Match when={thought()}>
        {(text) => <ThoughtRow item={text()} open={props.newest === text().id} />}
      </Match>
      <Match when={plan()}>{(plan) => <PlanRow item={plan()} />}</Match>
      <Match when={request()}>
        {(request) => <RequestRow item={request()} isRestart={endedByRestart(props.section)} />}
      </Match>
      <Match when={question()}>
        {(question) => <QuestionRow item={question()} isRestart={endedByRestart(props.section)} />}
      </Match>
      <Match when={notice()}>{(notice) => <NoticeRow item={notice()} />}</Match>
      <Match when={looks()}>{(tools) => <LooksRow tools={tools()} running={props.running} />}</Match>
      <Match when={tool()}>
        {(row) => (
          <ToolCard
            tool={row().tool}
            request={row().request}
            rows={row().children}
            running={props.running}
            isRestart={endedByRestart(props.section)}
          >
            <Rows
              rows={row().children}
              section={props.section}
              newest={props.newest}
              running={props.running}
            />
          </ToolCard>
        )}
      </Match>
    </Switch>
  );
}

/** Rows within a row. */
function Rows(props: { rows: readonly Row[]; section: Section; newest: string | null; running: boolean }) {
  return (
    <Keyed each={props.rows} by={(row) => row.id}>
      {(row) => <RowView {...props} row={row()} />}
    </Keyed>
  );
}

function textOf(item: Item | null): TextItem | null {
  return item?.kind === "message" || item?.kind === "thought" ? item : null;
}

function narrow<Item extends { kind: string }, Kind extends Item["kind"]>(
  item: Item | null,
  kind: Kind,
): Extract<Item, { kind: Kind }> | null {
  return isKind(item, kind) ? item : null;
}

function isKind<Item extends { kind: string }, Kind extends Item["kind"]>(
  item: Item | null,
  kind: Kind,
): item is Extract<Item, { kind: Kind }> {
  return item?.kind === kind;
}
