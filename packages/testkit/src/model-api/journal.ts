/** What the stand-in was asked once, and how that request ended. */
export type ModelRequest = {
  at: number;
  /** Which API it came by. */
  api: "anthropic" | "gemini";
  model: string;
  /** The number of prompts in the conversation so far, this one included. */
  turn: number;
  system: string;
  /** The user's newest text, cut to 2,000 characters. */
  prompt: string;
  promptBytes: number;
  promptSha256: string;
  toolNames: string[];
  /** The media types of the pictures and documents beside it. */
  media: string[];
  /** The texts of the files beside it. */
  files: string[];
  toolResults: { toolUseId: string; isError: boolean; text: string }[];
  outcome: "open" | "complete" | "aborted" | "error";
  /** Resolves when the answer was sent, or its reader went away. */
  ended: Promise<void>;
};

/** The list of requests, with a way to wait for one. */
export class Journal {
  readonly requests: ModelRequest[] = [];
  #waiting: { matches: (request: ModelRequest) => boolean; resolve: (request: ModelRequest) => void }[] = [];

  /** Adds a request; call the returned function once with its outcome. */
  open(request: Omit<ModelRequest, "outcome" | "ended">): (outcome: ModelRequest["outcome"]) => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    const entry: ModelRequest = { ...request, outcome: "open", ended: promise };
    this.requests.push(entry);
    const due = this.#waiting.filter(({ matches }) => matches(entry));
    this.#waiting = this.#waiting.filter((waiter) => !due.includes(waiter));
    for (const waiter of due) waiter.resolve(entry);
    return (outcome) => {
      entry.outcome = outcome;
      resolve();
    };
  }

  /** The next request from now on, or the next that matches. */
  next(matches: (request: ModelRequest) => boolean = () => true): Promise<ModelRequest> {
    return new Promise((resolve) => this.#waiting.push({ matches, resolve }));
  }

  /** The first request that matches, be it already there or still to come. */
  find(matches: (request: ModelRequest) => boolean): Promise<ModelRequest> {
    const known = this.requests.find(matches);
    return known === undefined ? this.next(matches) : Promise.resolve(known);
  }
}
