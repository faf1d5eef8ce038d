import { spawn } from "node:child_process";
import { setImmediate, setTimeout } from "node:timers/promises";
import type { Voice } from "./voice.ts";

/** Does what stands in a prompt as `[[name number]]`, one after the other; rejects when it is interrupted. */
export async function runOrders(voice: Voice, prompt: string, signal: AbortSignal): Promise<void> {
  for (const [, name = "", number] of prompt.matchAll(/\[\[(\w+)(?: (\d+))?\]\]/g)) {
    signal.throwIfAborted();
    await orders[name]?.(voice, Number(number ?? 1), signal);
  }
}

/** How this process takes the end of its input. */
export const manners = { endsWithInput: true };

type Order = (voice: Voice, number: number, signal: AbortSignal) => Promise<void> | void;

const orders: Record<string, Order | undefined> = {
  /** So many words, one each ms. */
  words: (voice, count, signal) => say(voice, { count, everyMs: 1 }, signal),
  /** So many words, as fast as they are read. */
  flood: (voice, count, signal) => say(voice, { count, everyMs: 0 }, signal),
  /** So many messages of one MB, in words of 32 KiB. */
  async megabytes(voice, megabytes, signal) {
    for (let message = 0; message < megabytes; message += 1) {
      await voice.newMessage();
      await say(voice, { count: 32, everyMs: 0, filler: `${"x".repeat(LONG)} ` }, signal);
    }
  },
  ask: (voice, _, signal) => Promise.race([voice.ask("permission"), aborted(signal)]),
  form: (voice, _, signal) => Promise.race([voice.ask("form"), aborted(signal)]),
  hang: (_, __, signal) => aborted(signal),
  async midline(voice) {
    await voice.halfWord();
    await die("SIGKILL");
  },
  kill: () => die("SIGKILL"),
  crash: (_, code) => process.exit(code),
  /** From here on it hears neither SIGTERM nor the end of its input: only a kill ends it. */
  stubborn() {
    manners.endsWithInput = false;
    process.on("SIGTERM", () => undefined);
  },
  /** A process in a session of its own, which the end of this one's group does not reach. */
  child: () => spawn("sleep", ["600"], { detached: true, stdio: "ignore" }).unref(),
  /** So many MB on stderr, whether or not somebody reads them. */
  stderr: (_, megabytes) => {
    for (let left = megabytes * 2 ** 20; left > 0; left -= NOISE.length) process.stderr.write(NOISE);
  },
};

const LONG = 32 * 1024 - 32;
const NOISE = `${"noise ".repeat(1365)}\n`;

async function say(
  voice: Voice,
  { count, everyMs, filler }: { count: number; everyMs: number; filler?: string },
  signal: AbortSignal,
): Promise<void> {
  for (let word = 0; word < count; word += 1) {
    if (everyMs > 0) await setTimeout(everyMs);
    // An interrupt is only heard where the loop comes round.
    else if (word % 64 === 0) await setImmediate();
    signal.throwIfAborted();
    await voice.word(filler);
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error("interrupted")), { once: true });
  });
}

async function die(signal: NodeJS.Signals): Promise<void> {
  process.kill(process.pid, signal);
  await setTimeout(60_000);
}
