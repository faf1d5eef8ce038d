import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Codec } from "@switchyard/core/backend";
import { claude } from "./index.ts";

describe("requests", () => {
  test("always allowing is the bridge's to keep: nothing of it is handed to Claude", () => {
    const codec = asking("Bash", { command: "npm test" }, [allowing("npm test *")]);
    const { writes } = codec.send({ type: "answer", requestKey: "r", decision: "allow_always" });
    expect(JSON.parse(writes[0] ?? "")).toEqual({
      type: "control_response",
      response: {
        subtype: "success",
        request_id: "r",
        response: { behavior: "allow", updatedInput: { command: "npm test" } },
      },
    });
  });

  test("a request is answered once, whatever comes after", () => {
    const codec = asking("Bash", { command: "npm test" });
    const answer = { type: "answer", requestKey: "r", decision: "allow_once" } as const;
    expect(codec.send(answer).writes).toHaveLength(1);
    expect(codec.send(answer).writes).toEqual([]);
    expect(codec.receive(line({ type: "control_cancel_request", request_id: "r" })).events).toEqual([]);
    expect(codec.send({ ...answer, requestKey: "unknown" }).writes).toEqual([]);
  });

  test("a request that an interrupt cancels is left to Claude", () => {
    const codec = asking("Bash", { command: "npm test" });
    codec.send({ type: "interrupt" });
    expect(codec.send({ type: "answer", requestKey: "r", decision: "cancelled" }).writes).toEqual([]);
  });

  test("a rejected call whose result never comes fails with its turn, once", () => {
    const codec = asking("Bash", { command: "npm test" });
    codec.send({ type: "answer", requestKey: "r", decision: "reject_once", message: "Not now." });
    const { events } = codec.receive(line(RESULT));
    expect(events).toMatchObject([
      { type: "tool_call_update", status: "failed", output: "Not now." },
      { type: "turn_ended" },
    ]);
  });

  test("a request that its turn leaves open is refused and resolved before the turn ends", () => {
    const codec = asking("Bash", { command: "npm test" });
    const { events, writes } = codec.receive(line(RESULT));
    expect(events.map(({ type }) => type)).toEqual(["permission_resolved", "tool_call_update", "turn_ended"]);
    expect(writes).toHaveLength(1);
    expect(writes[0]).toContain('"behavior":"deny"');
  });

  test("a sub-agent in the background asks in a turn of its own, which ends with the answer", () => {
    const codec = opened();
    const asked = codec.receive(ask("Bash", { command: "npm test" }));
    expect(asked.events.map(({ type }) => type)).toEqual(["turn_started", "tool_call", "permission_request"]);
    const answered = codec.send({ type: "answer", requestKey: "r", decision: "allow_once" });
    expect(answered.events.at(-1)).toMatchObject({ type: "turn_ended", stopReason: "end_turn" });
  });

  test("what needs the user in a way that is not known here is refused, with the reason", () => {
    const codec = opened();
    codec.send(PROMPT);
    const step = codec.receive(ask("PickRole", {}, { requires_user_interaction: true }));
    expect(step.events).toMatchObject([{ type: "tool_call", title: "PickRole" }]);
    expect(step.writes[0]).toContain('"behavior":"deny"');
  });

  test.for(["hook_callback", "mcp_message", "elicitation"])(
    "a request of the kind %s is answered with an error",
    (subtype) => {
      const { writes } = opened().receive(
        line({ type: "control_request", request_id: "x", request: { subtype } }),
      );
      expect(JSON.parse(writes[0] ?? "")).toMatchObject({ response: { subtype: "error", request_id: "x" } });
    },
  );

  test("a permission request that cannot be read is answered with an error, too", () => {
    const broken = { type: "control_request", request_id: "x", request: { subtype: "can_use_tool" } };
    const { writes, events } = opened().receive(line(broken));
    expect(JSON.parse(writes[0] ?? "")).toMatchObject({ response: { subtype: "error", request_id: "x" } });
    expect(events).toMatchObject([{ type: "notice", code: "protocol_error" }]);
  });
});

/** A rule as Claude suggests it. */
function allowing(...contents: string[]): object {
  const rules = contents.map((ruleContent) => ({ toolName: "Bash", ruleContent }));
  return { type: "addRules", rules, behavior: "allow", destination: "localSettings" };
}

const RESULT = { type: "result", subtype: "success", is_error: false, num_turns: 1, result: "" };

function asking(tool: string, toolInput: object, suggestions: object[] = []): Codec {
  const codec = opened();
  codec.send(PROMPT);
  codec.receive(ask(tool, toolInput, { permission_suggestions: suggestions }));
  return codec;
}

const PROMPT = { type: "prompt", text: "Hello", messageId: "message" } as const;

function opened(): Codec {
  const codec = claude.codec({ cwd: "/home/user/project", start: "new", permissionMode: "default" }, {});
  const [opening = ""] = codec.open().writes;
  const { request_id: requestId } = z.looseObject({ request_id: z.string() }).parse(JSON.parse(opening));
  const response = { subtype: "success", request_id: requestId, response: {} };
  codec.receive(line({ type: "control_response", response }));
  return codec;
}

function ask(name: string, toolInput: object, more: object = {}): string {
  const request = {
    subtype: "can_use_tool",
    tool_name: name,
    tool_use_id: "call",
    input: toolInput,
    ...more,
  };
  return line({ type: "control_request", request_id: "r", request });
}

function line(message: object): string {
  return JSON.stringify(message);
}
