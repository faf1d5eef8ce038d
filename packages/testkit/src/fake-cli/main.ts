import { spawn } from "node:child_process";
import { closeSync, readFileSync, writeFileSync } from "node:fs";
import { learnIds } from "./learn-ids.ts";
import { type FakeStep, Scenario } from "./scenario.ts";

// The fake CLI: `node main.ts SCENARIO [arguments of the real one]`.
const [scenarioFile = "", firstArgument] = process.argv.slice(2);
const scenario = Scenario.parse(JSON.parse(readFileSync(scenarioFile, "utf8")));
// A reader that goes away is one of the faults.
process.stdout.on("error", () => undefined);
process.stderr.on("error", () => undefined);

const FLOOD = `${"noise ".repeat(1365)}\n`;

if (firstArgument === "--version") process.stdout.write(`${scenario.version}\n`);
else await play(scenario.runs[countRun()] ?? scenario.runs.at(-1) ?? []);

async function play(steps: readonly FakeStep[]): Promise<void> {
  const input = inputLines();
  const ids = new Map<string, string>();
  for (const step of steps) {
    switch (step.do) {
      case "write":
        await write(step.text);
        break;
      case "bytes":
        await write(Buffer.from(step.base64, "base64"));
        break;
      case "line":
        await write(`${withIds(step.line, ids)}${step.end ?? "\n"}`);
        break;
      case "bigLine":
        await write(`${"x".repeat(step.bytes)}\n`);
        break;
      case "stderr":
        process.stderr.write(step.text);
        break;
      case "floodStderr":
        for (let left = step.bytes; left > 0; left -= FLOOD.length) process.stderr.write(FLOOD);
        break;
      case "await":
        for (;;) if ((await next(input)).includes(step.holding)) break;
        break;
      case "hear":
        for (const [was, is] of learnIds(step.recorded, await next(input))) ids.set(was, is);
        break;
      case "exit":
        process.exit(step.code);
        break;
      case "signalSelf":
        process.kill(process.pid, step.signal);
        await forever();
        break;
      case "fork":
        spawn("sleep", ["600"], {
          detached: step.inOwnSession,
          stdio: ["ignore", step.holdsStdout ? "inherit" : "ignore", "ignore"],
        }).unref();
        break;
      case "ignoreTerm":
        process.on("SIGTERM", () => undefined);
        break;
      case "closeStdin":
        process.stdin.destroy();
        // Node leaves this one open.
        closeSync(0);
        break;
      case "closeStdout":
        closeSync(1);
        break;
      case "hang":
        await forever();
    }
  }
  process.exit(0);
}

function withIds(line: string, ids: ReadonlyMap<string, string>): string {
  return [...ids].reduce((text, [was, is]) => text.replaceAll(`"${was}"`, `"${is}"`), line);
}

/** How often it was started before, by a file beside the scenario. */
function countRun(): number {
  const file = `${scenarioFile}.runs`;
  writeFileSync(file, "x", { flag: "a" });
  return readFileSync(file, "utf8").length - 1;
}

function write(data: string | Buffer): Promise<void> {
  return new Promise((resolve) => process.stdout.write(data, () => resolve()));
}

/** Lines as they are asked for; until then nothing is read. */
async function* inputLines(): AsyncGenerator<string> {
  let rest = "";
  for await (const text of process.stdin.setEncoding("utf8")) {
    const lines = `${rest}${String(text)}`.split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

/** The end of the input ends it, as it ends a real CLI. */
async function next(input: AsyncGenerator<string>): Promise<string> {
  const { value, done } = await input.next();
  if (done === true) process.exit(0);
  return value;
}

function forever(): Promise<never> {
  return new Promise(() => setInterval(() => undefined, 60_000));
}
