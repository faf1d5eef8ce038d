import type { Capabilities } from "@switchyard/core/protocol";

/** What the suite needs to know of a backend beyond what the backend says itself. */
export interface ContractFixtures {
  /** The real program, and what leads it to each situation. @default none: only `recordings` are checked */
  readonly real?: RealProgram;
  /** What the program tells that it can do, beyond what the backend declares. @default {} */
  readonly told?: Partial<Capabilities>;
  /** What the backend declares for any program of its kind, and this one does not do. @default [] */
  readonly lacks?: readonly "usage"[];
  /** Paths of recordings with starts and intents, of `switchyard record` for example. @default [] */
  readonly recordings?: readonly string[];
  /** A request of the program's that the codec does not implement, and the id that it is answered by. @default none */
  readonly unknownRequest?: { readonly line: string; readonly id: string | number };
}

export interface RealProgram {
  /** Opens what the program runs on; once for the suite. */
  readonly stage: () => Promise<Stage>;
  readonly situations: Situations;
}

/** A program and what is around it, gone with the suite. */
export interface Stage extends AsyncDisposable {
  /** An absolute path. */
  readonly program: string;
  /** Ahead of what the backend plans: the module that Node runs, for example. @default [] */
  readonly args?: readonly string[];
  /** The whole environment, less what the backend plans. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** The prompts that lead to each situation; a model's answers must be scripted. */
export interface Situations {
  readonly plain: { readonly prompt: string; readonly says: string };
  /** `ask` is answered with `answer` only by who has heard `tell`. */
  readonly followUp: { readonly tell: string; readonly ask: string; readonly answer: string };
  /** The answer begins, and goes on until it is interrupted. */
  readonly stream: string;
  /** Leads to something that needs a permission, another one each time; needed where the backend has permissions. */
  readonly permission?: (stage: Stage) => Effect;
  /** Leads to a form; the program then says what it heard. @default it asks none */
  readonly question?: Asking;
  /** The program says what came beside the prompt: a picture and a text. @default it cannot */
  readonly attachments?: { readonly prompt: string; readonly says: readonly string[] };
}

export interface Asking {
  readonly prompt: string;
  /** By question, in the form's own order. */
  readonly answers: readonly (string | string[])[];
  /** What is said once they are heard, and never before. */
  readonly says: string;
}

export interface Effect {
  readonly prompt: string;
  /** Whether what was asked for was done. */
  readonly isDone: () => boolean;
}
