import type { ConversationInfo } from "@switchyard/core/protocol";

/** The conversations of one folder, the newest first; `folder` is null where their files do not tell it. */
export interface ConversationGroup {
  readonly folder: string | null;
  readonly conversations: readonly ConversationInfo[];
}

/** Those that hold every word of the query, by folder, the folder with the newest first. */
export function groupConversations(
  all: readonly ConversationInfo[],
  query: string,
  backendName: (id: string) => string,
): ConversationGroup[] {
  const wanted = query.trim().toLowerCase().split(/\s+/);
  const shown = all.filter((each) => {
    const text = `${each.title}\n${each.cwd ?? ""}\n${backendName(each.backendId)}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
  const newestFirst = shown.toSorted((a, b) => b.lastActivity - a.lastActivity);
  return [...Map.groupBy(newestFirst, ({ cwd }) => cwd)].map(([folder, conversations]) => ({
    folder,
    conversations,
  }));
}
