import type { Readable } from "node:stream";
import { linesOf } from "../record-lines.ts";

/** Somebody at a terminal who can be asked. */
export interface Questions extends Disposable {
  /** Yes by a line `y` or `yes`; anything else, the end of the input and Ctrl-C are no. */
  ask(question: string): Promise<boolean>;
}

/** Null: nobody is there, or nobody sees what is asked. */
export function questionsAt(
  input: Readable & { readonly isTTY?: boolean },
  out: { readonly isTTY?: boolean; write(text: string): unknown },
): Questions | null {
  if (input.isTTY !== true || out.isTTY !== true) return null;
  const lines = linesOf(input);
  return {
    async ask(question) {
      // First: whoever sees the question may press it at once.
      using interrupt = nextInterrupt();
      out.write(`${question} [y/N] `);
      const answer = await Promise.race([lines.next(), interrupt.happened]);
      if (answer?.done === false) return /^\s*y(?:es)?\s*$/i.test(answer.value);
      out.write("\n");
      return false;
    },
    [Symbol.dispose]: () => void input.destroy(),
  };
}

/** Ctrl-C is an answer here, not the end of the process: what was fetched is to be put away. */
function nextInterrupt(): Disposable & { readonly happened: Promise<undefined> } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const onInterrupt = (): void => resolve(undefined);
  process.on("SIGINT", onInterrupt);
  return { happened: promise, [Symbol.dispose]: () => void process.off("SIGINT", onInterrupt) };
}
