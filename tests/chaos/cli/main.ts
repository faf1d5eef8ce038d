import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import { openJournal } from "./journal.ts";
import { manners, runOrders } from "./orders.ts";
import { type Heard, makeVoice } from "./voice.ts";

// The chaos CLI: `node main.ts JOURNALS [arguments of Claude Code]`. It speaks enough of Claude Code's
// stream-json, does what prompts order, and writes down all it does. It imports nothing but Node: it starts often.
const [folder = "", ...args] = process.argv.slice(2);
const resumed = args.find((arg) => arg.startsWith("--resume="))?.slice("--resume=".length) ?? null;
const journal = openJournal(folder);
journal.note({ did: "start", pid: process.pid, resumed });
const voice = makeVoice(journal, resumed ?? randomUUID());
// A reader that goes away is one of the faults.
process.stdout.on("error", () => undefined);
process.stderr.on("error", () => undefined);

const EARLIER = /<earlier-conversation>[\s\S]*<\/earlier-conversation>/;
const prompts: Heard[] = [];
let interrupt: AbortController | null = null;
let isWorking = false;
let turns = 0;

createInterface({ input: process.stdin })
  .on("line", (line) => hear(JSON.parse(line) as Heard))
  .on("close", () => manners.endsWithInput && process.exit(0));

function hear(heard: Heard): void {
  if (heard.type === "control_response") return voice.answered(heard);
  if (heard.type === "control_request") {
    voice.accept(heard);
    if (heard.request?.subtype === "interrupt") interrupt?.abort();
    return;
  }
  prompts.push(heard);
  if (!isWorking) void work();
}

async function work(): Promise<void> {
  isWorking = true;
  for (let prompt = prompts.shift(); prompt !== undefined; prompt = prompts.shift()) await turn(prompt);
  isWorking = false;
}

async function turn(heard: Heard): Promise<void> {
  // Orders of an earlier conversation that a message carries are history: they were run then.
  const content = (heard.message?.content ?? "").replace(EARLIER, "");
  const prompt = Number(/#(\d+)/.exec(content)?.[1] ?? 0);
  journal.note({ did: "heard", prompt });
  turns += 1;
  interrupt = new AbortController();
  const { signal } = interrupt;
  const uuid = heard.uuid ?? "";
  await voice.begin({ uuid, turn: turns });
  await runOrders(voice, content, signal).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  interrupt = null;
  journal.note({ did: "ended", turn: turns, prompt });
  await voice.end({ uuid, wasCut: signal.aborted });
}
