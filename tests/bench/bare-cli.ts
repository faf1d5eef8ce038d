/** A CLI without the bridge, on the pipe that the bridge would have. */
export interface BareCli extends AsyncDisposable {
  /** Sends a prompt; resolves with its first text. */
  turn(prompt: string): Promise<{ ended: Promise<unknown> }>;
  /** Closes its input and waits for its end. */
  end(): Promise<void>;
}
