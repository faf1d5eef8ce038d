import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { BareCli } from "./bare-cli.ts";
import { lineWith, type Place } from "./place.ts";

const claude = fileURLToPath(new URL("../../node_modules/.bin/claude", import.meta.url));
const ARGS =
  "-p --input-format stream-json --output-format stream-json --verbose --include-partial-messages --permission-prompt-tool stdio --permission-mode=default".split(
    " ",
  );

/** The real Claude Code on a pipe, with nothing of ours between. */
export function startBareClaude({ api, folder }: Place, more: readonly string[] = []): BareCli {
  const child = spawn(claude, [...ARGS, ...more], {
    cwd: folder,
    env: { ...process.env, ...api.env(join(folder, ".claude")) },
    stdio: ["pipe", "pipe", "ignore"],
  });
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  return {
    async turn(prompt) {
      child.stdin.write(`${JSON.stringify({ type: "user", message: { role: "user", content: prompt } })}\n`);
      const ended = lineWith(lines, '"type":"result"');
      await lineWith(lines, "text_delta");
      return { ended };
    },
    async end() {
      child.stdin.end();
      await exited;
    },
    async [Symbol.asyncDispose]() {
      child.kill();
      await exited;
    },
  };
}
