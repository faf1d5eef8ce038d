import { BackendId, ConversationInfo, SessionId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { groupConversations } from "./group-conversations.ts";

function conversation(title: string, cwd: string | null, lastActivity: number): ConversationInfo {
  return ConversationInfo.parse({
    backendId: BackendId.parse(title.startsWith("g") ? "gemini" : "claude"),
    cliSessionId: title,
    cwd,
    title,
    lastActivity,
    bytes: 1,
    sessionId: SessionId.nullable().parse(null),
    isRecent: false,
  });
}

const all = [
  conversation("Fix the build", "/home/ada/app", 10),
  conversation("gather plums", "/home/ada/garden", 30),
  conversation("Write a test", "/home/ada/app", 40),
  conversation("nowhere", null, 20),
];
const names = (id: string): string => (id === "gemini" ? "Gemini CLI" : "Claude Code");
const shown = (query: string): unknown[] =>
  groupConversations(all, query, names).map(({ folder, conversations }) => [
    folder,
    ...conversations.map(({ title }) => title),
  ]);

test("folders come with the newest of their conversations first, and so do these", () => {
  expect(shown("")).toEqual([
    ["/home/ada/app", "Write a test", "Fix the build"],
    ["/home/ada/garden", "gather plums"],
    [null, "nowhere"],
  ]);
});

test("every word must be in the title, the folder or the backend's name", () => {
  expect(shown(" APP build")).toEqual([["/home/ada/app", "Fix the build"]]);
  expect(shown("gemini")).toEqual([["/home/ada/garden", "gather plums"]]);
  expect(shown("plums app")).toEqual([]);
});
