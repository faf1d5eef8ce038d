import type { ConversationInput, PromptAttachment } from "@switchyard/core/backend";
import type { Driven, EventOf } from "./driver.ts";
import type { Rig } from "./rig.ts";

/** One turn that has ended. */
export interface Turn {
  /** What the agent said in it. */
  readonly text: string;
  /** Undefined where its process was ended for it and told no end. */
  readonly end: EventOf<"turn_ended"> | undefined;
}

/** A conversation over as many processes as it takes: one for all turns, or one for each. */
export interface Conversation extends AsyncDisposable {
  /** The process that carries it. */
  readonly process: Driven;
  /** Opens a turn; `attachments` stand beside the text. */
  prompt(text: string, attachments?: readonly PromptAttachment[]): void;
  /** Opens a turn and waits for its end. */
  say(text: string): Promise<Turn>;
  /** Waits for the end of the open turn. */
  ended(): Promise<Turn>;
  /** Interrupts the open turn and waits for its end. */
  interrupted(): Promise<Turn>;
  /** Ends the process; the next turn goes on in a new one. */
  leave(): Promise<void>;
  /** The CLI's id of it, as it was told last. */
  cliSessionId(): string | null;
}

export function converse(rig: Rig, name: string, input: Partial<ConversationInput> = {}): Conversation {
  let process = rig.start(name, input);
  let cliSessionId: string | null = null;
  let isProcessSpent = false;
  let from = 0;

  function textSince(): string {
    return process.events
      .slice(from)
      .map((event) => (event.type === "agent_message" ? event.content : ""))
      .join("");
  }

  function known(): string | null {
    const told = process.events.findLast((event) => event.type === "session_started");
    cliSessionId = told?.cliSessionId ?? cliSessionId;
    return cliSessionId;
  }

  function prompt(text: string, attachments?: readonly PromptAttachment[]): void {
    if (isProcessSpent) {
      const id = known();
      if (id === null) throw new Error("The conversation's id was not told.");
      process = rig.start(name, { ...input, start: { resume: id } });
    }
    isProcessSpent = !rig.capabilities.live;
    from = process.events.length;
    process.prompt(text, attachments);
  }

  async function ended(): Promise<Turn> {
    const end = await process.next("turn_ended");
    if (!rig.capabilities.live) await process.ended;
    return { text: textSince(), end };
  }

  return {
    get process() {
      return process;
    },
    prompt,
    ended,
    say(text) {
      prompt(text);
      return ended();
    },
    async interrupted() {
      process.interrupt();
      if (rig.capabilities.live) return ended();
      await process.ended;
      return {
        text: textSince(),
        end: process.events.slice(from).find((event) => event.type === "turn_ended"),
      };
    },
    async leave() {
      await process[Symbol.asyncDispose]();
      isProcessSpent = true;
    },
    cliSessionId: known,
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  };
}
