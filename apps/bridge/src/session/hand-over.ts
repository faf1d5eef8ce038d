import type { PromptAttachment } from "@switchyard/core/backend";
import type { TurnError } from "@switchyard/core/protocol";
import { hasFiles, promptFiles, type PromptWords } from "../attachments/prompt-files.ts";
import type { NewChunk } from "../log/log.ts";
import type { Carrier } from "./carrier.ts";
import type { FirstPrompt } from "./first-prompt.ts";
import type { Launch } from "./launch.ts";
import { turnErrorOf } from "./process-errors.ts";
import type { SessionRecord } from "./record.ts";
import type { SessionDeps } from "./session-deps.ts";
import type { Turn } from "./turns.ts";

/** How a turn's prompt gets to a process. */
export interface HandOver {
  /** To the one that is there, or one is started for it. */
  go(opened: Turn): void;
  /** To one that takes the place of a process which did not carry the turn. */
  again(opened: Turn): void;
}

export interface HandOverOptions {
  readonly carrier: Carrier;
  readonly firstPrompt: FirstPrompt;
  /** Whether the turn still is to be handed over. */
  isOpen(opened: Turn): boolean;
  emit(chunk: NewChunk): void;
  failed(opened: Turn, error: TurnError): void;
}

export function makeHandOver(deps: SessionDeps, record: SessionRecord, options: HandOverOptions): HandOver {
  const { backend, log } = deps;
  const { carrier, firstPrompt, isOpen, emit, failed } = options;

  function go(opened: Turn): void {
    if (carrier.isThere()) hand(opened);
    else begin(opened, false);
  }

  function begin(opened: Turn, isAgain: boolean): void {
    opened.handed = false;
    carrier.start({
      isAgain,
      failed: (error) => failed(opened, error),
      ready(conversation) {
        tellReseed(opened, conversation);
        hand(opened);
      },
    });
  }

  function tellReseed(opened: Turn, conversation: Launch["start"]): void {
    const isLost = opened.reseed === "due";
    if (isLost) opened.reseed = "done";
    const isForgotten =
      conversation === "reseed" && record.cliSessionId !== null && backend.capabilities.live;
    if (!isLost && !isForgotten) return;
    const content = `${backend.displayName} could not reopen its conversation. A new one was told what was said so far.`;
    emit({ type: "notice", content, level: "warning", code: "reseeded" });
  }

  function hand(opened: Turn): void {
    const { prompt } = opened;
    if (prompt === null) return;
    const mayGo = firstPrompt.mayGo(() => carrier.codecState() === "starting");
    if (mayGo === null && !hasFiles(prompt)) return handNow(opened, []);
    void Promise.resolve(mayGo)
      .then(() => (hasFiles(prompt) ? filesFor(prompt) : []))
      .then((files) => {
        if (!isOpen(opened) || opened.handed) return;
        if (carrier.isThere()) handNow(opened, files);
        else begin(opened, false);
      })
      .catch((error: unknown) => failed(opened, turnErrorOf(error, deps.logger)));
  }

  /** Read only now: what waits for its turn is not in memory. */
  async function filesFor(prompt: PromptWords): Promise<PromptAttachment[]> {
    const { images: takesImages } = await deps.capabilities(backend);
    return promptFiles({ log, takesImages }, prompt, record.cwd);
  }

  function handNow(opened: Turn, attachments: readonly PromptAttachment[]): void {
    if (opened.prompt === null) return;
    const { text, messageId } = opened.prompt;
    opened.handed = true;
    carrier.send({ type: "prompt", text, messageId, ...(attachments.length === 0 ? {} : { attachments }) });
  }

  return { go, again: (opened) => begin(opened, true) };
}
