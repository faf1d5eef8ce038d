import type { PermissionRequestEvent, QuestionRequestEvent } from "@switchyard/core/backend";
import { MAX_FRAME_OUT, RequestId, SessionId, type WaitingRequest } from "@switchyard/core/protocol";
import { expect, it } from "vitest";
import { v4 as uuid } from "uuid";
import { boundedList, listed, waitingRequest } from "./waiting-request.ts";

const session = { sessionId: SessionId.parse(uuid()), backendId: "claude", cwd: "/w" };

function waits(event: PermissionRequestEvent | QuestionRequestEvent): WaitingRequest {
  return waitingRequest(session, {
    requestId: RequestId.parse(uuid()),
    event,
    toolKind: "execute",
    seq: 1,
    at: 1,
  });
}

function permission(command: string): PermissionRequestEvent {
  const label = `Always allow ${command} in this session`;
  return {
    type: "permission_request",
    content: command,
    requestKey: "key",
    toolCallId: "call",
    toolName: "Bash",
    title: command,
    input: { command },
    options: [
      { decision: "allow_once", label: "Allow once" },
      { decision: "allow_always", label, detail: label },
    ],
  };
}

function form(preview: string): QuestionRequestEvent {
  const options = [{ value: "v", label: "A label", description: preview, preview }];
  const question = { questionId: "q", question: "Which?", kind: "choice", allowsOther: true } as const;
  const questions = [{ ...question, isRequired: true, options }];
  return { type: "question_request", content: "", requestKey: "key", title: "Which?", questions };
}

it("in a list a long input is left out and said to be, a long label keeps its end, and a short one is whole", () => {
  const long = listed(waits(permission("x".repeat(9_000))));
  expect(long).toMatchObject({ input: undefined, isInputCut: true });
  const label = long.kind === "permission" ? long.options[1]?.label : "";
  expect(label).toMatch(/^Always allow x+…x+ in this session$/);
  const short = waits(permission("ls"));
  expect(listed(short)).toEqual(short);
});

it("a form in a list can be answered, however long its previews are", () => {
  const long = listed(waits(form("p".repeat(9_000))));
  expect(long).toMatchObject({ questions: [{ options: [{ value: "v", label: "A label" }] }] });
  expect(JSON.stringify(long).length).toBeLessThan(1_000);
  expect(listed(waits(form("p")))).toMatchObject({ questions: [{ options: [{ preview: "p" }] }] });
});

it.each([50, 1_000, 5_000])("a list of %d requests fits into a frame, the oldest first", (count) => {
  const all = Array.from({ length: count }, (_, at) =>
    waits(at % 9 === 8 ? form("p".repeat(9_000)) : permission("y".repeat(7_000))),
  );
  const list = boundedList(all.map(listed));
  expect(Buffer.byteLength(JSON.stringify(list))).toBeLessThan(MAX_FRAME_OUT - 1_000);
  expect(list.map(({ requestId }) => requestId)).toEqual(
    all.slice(0, list.length).map(({ requestId }) => requestId),
  );
  expect(list.length).toBeGreaterThanOrEqual(Math.min(count, 1_000));
});
