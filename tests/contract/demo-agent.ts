import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Effect, Situations, Stage } from "@switchyard/testkit/contract";
import { makeHome } from "./stage.ts";

/** The demo's agent, a module for Node. */
export const demoAgent = fileURLToPath(import.meta.resolve("@switchyard/backend-demo/agent"));

/** The situations, in the orders that the demo's agent takes. */
export const demoOrders: Situations = {
  plain: { prompt: "[[say Here I am.]]", says: "Here I am." },
  followUp: { tell: "My word is medlar. [[say Noted.]]", ask: "[[remember]]", answer: "My word is medlar." },
  stream: "[[hang]]",
  permission: edit,
  question: {
    prompt: "[[form]]",
    answers: ["stable", ["linux", "macos"], "1.2.3", "false", "a@example.com", "25"],
    says: '"targets":["linux","macos"],"version":"1.2.3","announce":false,"contact":"a@example.com","rollout":25',
  },
  attachments: {
    prompt: "[[say Thank you.]]",
    says: ["dot.png (image/png, 70 B)", "notes.txt (text/plain, 17 B)"],
  },
};

/** A place for Node to run an agent in; `args` stand ahead of what the backend plans. */
export async function nodeStage(args: readonly string[]): Promise<Stage> {
  const { cwd, env, ...place } = await makeHome();
  return { program: process.execPath, args, cwd, env, ...place };
}

let serial = 0;

function edit({ cwd }: Stage): Effect {
  serial += 1;
  const line = `A line that was allowed: ${serial}.`;
  const file = join(cwd, "switchyard-demo.md");
  return {
    prompt: `[[edit ${line}]]`,
    isDone: () => existsSync(file) && readFileSync(file, "utf8").includes(line),
  };
}
