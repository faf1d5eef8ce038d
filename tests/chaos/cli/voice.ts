import { randomUUID } from "node:crypto";
import type { Journal } from "./journal.ts";

/** A line of Claude Code's input, as far as it is read here. */
export interface Heard {
  readonly type: "user" | "control_request" | "control_response";
  readonly uuid?: string;
  readonly message?: { readonly content: string };
  readonly request_id?: string;
  readonly request?: { readonly subtype: string; readonly mode?: string };
  readonly response?: { readonly request_id: string; readonly response?: { readonly behavior?: string } };
}

/** What the chaos CLI says. */
export interface Voice {
  begin(turn: { uuid: string; turn: number }): Promise<void>;
  /** What is said from here on is another message. */
  newMessage(): Promise<void>;
  /** The next word of the turn, with something behind it to make it long. */
  word(filler?: string): Promise<void>;
  /** The first half of a line that would have said a word. */
  halfWord(): Promise<void>;
  /** Asks for a permission, or has a form filled in; resolves when it was answered. */
  ask(what: "permission" | "form"): Promise<void>;
  end(turn: { uuid: string; wasCut: boolean }): Promise<void>;
  /** Answers a control request. */
  accept(heard: Heard): void;
  /** Takes the answer to a request of its own. */
  answered(heard: Heard): void;
}

export function makeVoice(journal: Journal, sessionId: string): Voice {
  const asked = new Map<string, (isAllowed: boolean) => void>();
  let turn = 0;
  let words = 0;

  const tell = (message: object): Promise<void> => write(`${lineOf(message)}\n`);
  const lineOf = (message: object): string =>
    JSON.stringify({ ...message, session_id: sessionId, uuid: randomUUID() });
  const event = (body: object): object => ({ type: "stream_event", event: body, parent_tool_use_id: null });
  const delta = (text: string): object =>
    event({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } });
  const textOf = (filler: string): string => `${journal.key}.${turn}.${words} ${filler}`;

  async function newMessage(): Promise<void> {
    const message = { id: `msg_${randomUUID()}`, role: "assistant", content: [], usage: {} };
    await tell(event({ type: "message_start", message }));
    await tell(event({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } }));
  }

  async function ask(what: "permission" | "form"): Promise<void> {
    const toolCallId = `toolu_${journal.key}_${turn}_${randomUUID().slice(0, 8)}`;
    const requestId = randomUUID();
    const name = what === "form" ? "AskUserQuestion" : "Bash";
    const input = what === "form" ? FORM : { command: `touch ${toolCallId}` };
    const content = [{ type: "tool_use", id: toolCallId, name, input }];
    await tell({ type: "assistant", message: { id: `msg_${toolCallId}`, content } });
    const answer = new Promise<boolean>((resolve) => asked.set(requestId, resolve));
    journal.note({ did: "asked", toolCallId });
    const request = { subtype: "can_use_tool", tool_name: name, tool_use_id: toolCallId, input };
    await tell({ type: "control_request", request_id: requestId, request });
    const isAllowed = await answer;
    journal.note({ did: "was told", toolCallId, isAllowed });
    const result = { type: "tool_result", tool_use_id: toolCallId, content: "done", is_error: !isAllowed };
    await tell({ type: "user", message: { content: [result] } });
  }

  return {
    ask,
    async begin(begun) {
      turn = begun.turn;
      words = 0;
      await tell({
        type: "system",
        subtype: "init",
        cwd: process.cwd(),
        tools: [],
        model: "chaos",
        permissionMode: "default",
        // So that the log says which process a conversation was opened by.
        claude_code_version: journal.key,
        user_message_uuids: [begun.uuid],
      });
      await newMessage();
    },
    newMessage,
    async word(filler = "") {
      words += 1;
      journal.note({ did: "said", turn, word: words });
      await tell(delta(textOf(filler)));
    },
    async halfWord() {
      words += 1;
      await write(lineOf(delta(textOf(""))).slice(0, -40));
    },
    async end({ uuid, wasCut }) {
      await tell({
        type: "result",
        subtype: wasCut ? "error_during_execution" : "success",
        is_error: wasCut,
        num_turns: 1,
        total_cost_usd: 0,
        usage: { input_tokens: 1, output_tokens: words },
        user_message_uuids: [uuid],
        ...(wasCut ? { terminal_reason: "aborted_streaming" } : { result: "" }),
      });
    },
    accept({ request_id: requestId, request }) {
      const answer = request?.mode === undefined ? { pid: process.pid } : { mode: request.mode };
      const response = { subtype: "success", request_id: requestId, response: answer };
      void tell({ type: "control_response", response });
    },
    answered({ response }) {
      asked.get(response?.request_id ?? "")?.(response?.response?.behavior === "allow");
    },
  };
}

/** What the chaos CLI's form asks. */
export const FORM_QUESTION = "Which?";
const FORM = {
  questions: [
    {
      question: FORM_QUESTION,
      header: "Which",
      multiSelect: false,
      options: [{ label: "A" }, { label: "B" }],
    },
  ],
};

function write(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}
