import { RequestId } from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import { expect, it } from "vitest";
import { makeActivity } from "./activity.ts";

it("what is asked is told while it waits, and what was told before it afterwards", () => {
  const activity = makeActivity("You: go");
  const requestId = RequestId.parse(uuid());
  const call = { toolCallId: "a", content: "", input: {} };
  const ask = (title: string) =>
    activity.after({ ...call, type: "permission_request", requestId, title, options: [] });
  activity.after({
    ...call,
    type: "tool_call",
    name: "Bash",
    kind: "execute",
    status: "pending",
    title: "Run ls",
  });
  expect(ask("May I?")).toBe("Asks: May I?");
  expect(ask("And this?")).toBe("Asks: And this?");
  const closed = {
    type: "permission_resolved",
    requestId,
    decision: "cancelled",
    by: "session_end",
  } as const;
  expect(activity.after({ ...closed, content: "" })).toBe("Run ls");
});
