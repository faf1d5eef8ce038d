import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import type { BareCli } from "./bare-cli.ts";
import { lineWith, type Place } from "./place.ts";

const { resolve } = createRequire(import.meta.url);
const PROGRAMS = {
  gemini: [
    resolve("@google/gemini-cli/package.json").replace("package.json", "bundle/gemini.js"),
    "--acp",
    "--skip-trust",
  ],
  demo: [resolve("@switchyard/backend-demo/agent")],
};

/** A program that speaks the Agent Client Protocol on a pipe, with nothing of ours between. */
export async function startBareAcp(program: keyof typeof PROGRAMS, { api, folder }: Place): Promise<BareCli> {
  const env = { ...process.env, ...(await api.geminiEnv(folder)), GEMINI_CLI_NO_RELAUNCH: "1" };
  const child = spawn(process.execPath, PROGRAMS[program], {
    cwd: folder,
    env,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  let serial = 0;
  const ask = (method: string, params: object): Promise<string> => {
    serial += 1;
    const answer = lineWith(lines, `"id":${serial},`);
    child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id: serial, method, params })}\n`);
    return answer;
  };
  const opened = ask("initialize", { protocolVersion: 1, clientCapabilities: {} })
    .then(() => ask("session/new", { cwd: folder, mcpServers: [] }))
    .then((line) => /"sessionId":"([^"]+)"/.exec(line)?.[1]);
  return {
    async turn(prompt) {
      const sessionId = await opened;
      const first = lineWith(lines, '"agent_message_chunk"');
      const ended = ask("session/prompt", { sessionId, prompt: [{ type: "text", text: prompt }] });
      await first;
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
