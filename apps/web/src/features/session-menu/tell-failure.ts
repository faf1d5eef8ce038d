import { toast } from "../../ui/toast.ts";
import { keepingWords } from "../../words/keeping-words.ts";
import { toWireError } from "../../wire/wire-error.ts";

/** Where what was asked for fails: says what did not happen, in the bridge's words why. */
export function tellFailure(action: string, work: Promise<unknown>): void {
  work.catch((thrown: unknown) => toast(keepingWords.menu.failed(action, toWireError(thrown).message)));
}
