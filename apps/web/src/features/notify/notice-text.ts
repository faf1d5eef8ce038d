import type { App } from "../../state/app.ts";
import { fullTitle } from "../../state/full-title.ts";
import type { InboxItem } from "../../state/inbox.ts";
import { noticeKindOf } from "../../state/notices.ts";
import { notifyWords as words } from "../../words/notify-words.ts";
import { requestLine } from "../inbox/request-line.ts";
import { kindsOf, type Notice } from "./notify-model.ts";

/**
 * What a notification says: the session's title and what it asks for, in a verb. What exactly is asked may be
 * secret, and a lock screen shows it to anyone: it is added where the user wants it.
 */
export function noticeText(
  app: App,
  { items }: Notice,
  hasDetails: boolean,
): { title: string; body: string } {
  const [first] = items;
  if (items.length !== 1 || first === undefined) {
    const kinds = kindsOf(items).map(([kind, count]) => words.several[kind](count));
    return { title: words.product, body: words.list(kinds) };
  }
  const { session } = first;
  const title = fullTitle(session.title, app.backends.get(session.backendId));
  const details = hasDetails ? detailOf(first) : "";
  return { title, body: details === "" ? verbOf(first) : words.withDetails(verbOf(first), details) };
}

function verbOf({ kind, request }: InboxItem): string {
  if (request?.kind === "permission") return words.asks[request.toolKind];
  return words.says[noticeKindOf(kind)];
}

function detailOf({ kind, request, session }: InboxItem): string {
  if (request !== null) return requestLine(request).text;
  return (kind === "failure" ? session.lastTurn?.error?.message : session.activity) ?? "";
}
