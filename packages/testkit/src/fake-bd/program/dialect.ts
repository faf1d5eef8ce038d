import type { Answer, Refusal } from "./answer.ts";
import type { Invocation } from "./parse.ts";
import type { Place } from "./place.ts";
import type { Output } from "./print.ts";
import type { Profile } from "./profile.ts";

/** What is a program's own, of those that keep such a workspace. */
export interface Dialect {
  readonly profile: Profile;
  /** Whether a call waits for the one that holds the database; otherwise it is refused at once. */
  readonly waits: boolean;
  /** Reads the arguments. Throws a `Refusal`. */
  parse(args: readonly string[]): Invocation;
  /** Does what is asked. Throws a `Refusal`. */
  answer(invocation: Invocation, at: { place: Place | null; output: Output }): Answer;
  /** Prints it. Resolves to the exit code, as `refuse` does. */
  print(answer: Answer, output: Output): Promise<number>;
  refuse(refusal: Refusal, output: Output): Promise<number>;
}
