import { expect, test } from "vitest";
import { itemOfRequest } from "../../state/inbox.ts";
import { session, sessionInfo } from "../../testing/fake-bridge.ts";
import { commandRequest, questionRequest } from "../../testing/waiting-request.ts";
import type { NoticeSettings } from "../../state/notices.ts";
import { kindsOf, noticesFor } from "./notify-model.ts";

const info = sessionInfo();
const command = (at: number) => itemOfRequest(info, commandRequest(at, "npm test"));
const asked = itemOfRequest(info, questionRequest(9, "Which?"));
const settings: NoticeSettings = {
  isOn: true,
  kinds: { approval: true, question: true, failure: true, finished: true },
  hasSound: false,
  hasDetails: false,
};
const context = { settings, looks: [], told: [] };
const look = (path: string, isVisible = true) => [{ tabId: "t", isVisible, path }];

test("one thing is one notification, and more than two are one that sums them up with what still waits", () => {
  expect(noticesFor([command(1)], context)).toHaveLength(1);
  expect(noticesFor([command(1), asked], context).map(({ items }) => items.length)).toEqual([1, 1]);
  const all = noticesFor([command(1), asked], { ...context, told: [command(3)] });
  expect(all.map(({ items }) => kindsOf(items))).toEqual([
    [
      ["approval", 2],
      ["question", 1],
    ],
  ]);
});

test.each([
  ["its session is looked at", look(`/sessions/${session}`), 0],
  ["it is one of several side by side", look(`/sessions/other?split=${session}`), 0],
  ["the inbox is looked at", look("/inbox"), 0],
  ["another session is looked at", look("/sessions/other"), 1],
  ["its session is open in a hidden tab", look(`/sessions/${session}`, false), 1],
])("when %s, it is told only where it is not seen", (_, looks, count) => {
  expect(noticesFor([command(1)], { ...context, looks })).toHaveLength(count);
});

test("a kind that is not wanted is not told, and nothing is repeated for it", () => {
  const kinds = { ...settings.kinds, approval: false };
  const quiet = { ...context, settings: { ...settings, kinds }, told: [asked] };
  expect(noticesFor([command(1), command(2), command(3)], quiet)).toEqual([]);
});
