import { WaitingRequest } from "@switchyard/core/protocol";
import { session } from "./fake-bridge.ts";

const options = [
  { decision: "allow_once", label: "Allow once" },
  { decision: "allow_always", label: "Always allow npm test", detail: "Until this session ends" },
  { decision: "reject_once", label: "Reject" },
];

/** The id of the nth request of a test. */
export function requestId(at: number): string {
  return `3c8a51c5-9a0e-4a52-8d2f-0f3f6f7fc0${String(at).padStart(2, "0")}`;
}

/** A command that waits to be allowed, as the bridge lists it; `at` orders it. */
export function commandRequest(
  at: number,
  command: string,
  values: Record<string, unknown> = {},
): WaitingRequest {
  return WaitingRequest.parse({
    kind: "permission",
    sessionId: session,
    requestId: requestId(at),
    seq: 2,
    at,
    title: "Bash",
    toolCallId: `call-${at}`,
    toolName: "Bash",
    toolKind: "execute",
    input: { command },
    isInputCut: false,
    options,
    like: { key: command.split(" ", 2).join(" "), label: `${command.split(" ", 2).join(" ")} …` },
    ...values,
  });
}

/** A question with two answers that waits. */
export function questionRequest(
  at: number,
  question: string,
  values: Record<string, unknown> = {},
): WaitingRequest {
  return WaitingRequest.parse({
    kind: "question",
    sessionId: session,
    requestId: requestId(at),
    seq: 2,
    at,
    title: question,
    questions: [
      {
        questionId: "q",
        question,
        kind: "choice",
        options: [
          { value: "tenant", label: "Tenant" },
          { value: "token", label: "Token only" },
        ],
        allowsOther: true,
        isRequired: true,
      },
    ],
    ...values,
  });
}
