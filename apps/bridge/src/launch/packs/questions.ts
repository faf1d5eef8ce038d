import type { Readable } from "node:stream";
import { linesOf } from "../record-lines.ts";
import { atInterrupt } from "./at-interrupt.ts";

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
      const interrupt = Promise.withResolvers<undefined>();
      using _ = atInterrupt(() => interrupt.resolve(undefined));
      out.write(`${question} [y/N] `);
      const answer = await Promise.race([lines.next(), interrupt.promise]);
      if (answer?.done === false) return /^\s*y(?:es)?\s*$/i.test(answer.value);
      out.write("\n");
      return false;
    },
    [Symbol.dispose]: () => void input.destroy(),
  };
}
