import { execFile } from "node:child_process";
import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { chromium, type Page } from "@playwright/test";
import { launchOptions } from "../e2e/browser.ts";
import unpackBrowser from "../e2e/unpack-browser.ts";
import { startYard } from "../integration/yard.ts";
import { type LongTasks, longTasks, taskWords } from "./long-tasks.ts";
import type { Row } from "./report.ts";

const CALLS = 200;
const LINES = 5_000;

/** Long tasks of the page over a session with 200 tool calls, and over a diff of 5,000 lines. */
export async function benchPageTools(): Promise<Row[]> {
  await unpackBrowser();
  await using folder = await mkdtempDisposable(join(tmpdir(), "switchyard-bench-"));
  const cwd = await makeRepository(folder.path);
  await using yard = await startYard({ cwd });
  const sessionId = await yard.start({ cliBackend: "demo", prompt: "[[pace 0]] [[say ready]]" });
  await yard.ended(sessionId, 1);
  await writeFile(join(cwd, "big.ts"), bigFile("after"));
  await writeFile(join(cwd, "min.js"), `${"x=1;".repeat(250_000)}\n`);
  await yard.say(sessionId, `[[tools ${CALLS}]] [[ansi 2000]]`);
  const other = await yard.start({ cliBackend: "demo", prompt: "[[say other]]" });
  await yard.ended(other, 1);
  const browser = await chromium.launch(launchOptions());
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`http://127.0.0.1:${yard.bridge.port}/sessions/${sessionId}#token=${yard.bridge.token}`);
    await page.locator(".tool").first().waitFor();
    const toSession = (id: string, text: string) => async () => {
      await page.locator(`a[href="/sessions/${id}"]`).first().click();
      await page.getByRole("log").getByText(text).first().waitFor();
    };
    const open = await longTasks(page, async () => {
      await toSession(other, "other")();
      await toSession(sessionId, `${CALLS} calls.`)();
    });
    const scrolled = await longTasks(page, () => throwThrough(page.getByRole("log"), 30));
    await page.getByRole("log").focus();
    const folded = await longTasks(page, async () => {
      await page.keyboard.press("Shift+X");
      await page.keyboard.press("Shift+X");
    });
    const elements = await page.evaluate(() => document.querySelectorAll("*").length);
    const files = page.getByRole("navigation", { name: "Changed files" });
    const diff = page.getByRole("region", { name: "Diff of big.ts" });
    const opened = await longTasks(page, async () => {
      await files.getByRole("button", { name: "big.ts" }).first().click();
      await diff.getByText("value3").first().waitFor();
      await page.keyboard.press("Escape");
    });
    await files.getByRole("button", { name: "big.ts" }).first().click();
    await diff.getByText("value3").first().waitFor();
    const read = await longTasks(page, () => throwThrough(diff, 60));
    const minified = await longTasks(page, async () => {
      await files.getByRole("button", { name: "min.js" }).first().click();
      await page.getByText("more characters").first().waitFor();
      await page.keyboard.press("Escape");
    });
    return rowsOf({ open, scrolled, folded, opened, read, minified }, elements);
  } finally {
    await browser.close();
  }
}

/** From end to end and back, a step a frame. */
async function throwThrough(scroller: ReturnType<Page["locator"]>, steps: number): Promise<void> {
  await scroller.evaluate(async (element, steps) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    element.dispatchEvent(new WheelEvent("wheel", { deltaY: -100 }));
    for (let at = steps; at >= 0; at -= 1) {
      element.scrollTop = (element.scrollHeight * at) / steps;
      await frame();
    }
    element.scrollTop = element.scrollHeight;
    await frame();
  }, steps);
}

async function makeRepository(folder: string): Promise<string> {
  const cwd = join(folder, "repository");
  await mkdir(cwd);
  await writeFile(join(cwd, "big.ts"), bigFile("before"));
  const run = promisify(execFile);
  const git = (...args: string[]) =>
    run("git", ["-c", "user.name=bench", "-c", "user.email=bench@example.org", ...args], { cwd });
  await git("init", "--quiet");
  await git("add", "--all");
  await git("commit", "--quiet", "--message", "before");
  return cwd;
}

/** Every tenth line differs from one side to the other. */
function bigFile(side: "before" | "after"): string {
  const line = (at: number) =>
    `export const value${at} = ${side === "after" && at % 10 === 3 ? `other(${at})` : at};`;
  return `${Array.from({ length: LINES }, (_, at) => line(at)).join("\n")}\n`;
}

function rowsOf(taken: Record<string, LongTasks>, elements: number): Row[] {
  const what: Record<string, string> = {
    open: `open a session of ${CALLS} tool calls`,
    scrolled: "scroll through it",
    folded: "fold and unfold all its tools",
    opened: `open a diff of ${LINES} lines`,
    read: "scroll through that",
    minified: "open one line of 1 MB",
  };
  return Object.entries(what).map(([name, what]) => ({
    what: `${what}: long tasks`,
    measured: taskWords(taken[name] ?? { longest: Number.NaN, count: 0 }),
    floor: name === "folded" ? `${elements} elements` : "",
    ratio: "",
    aim: "none over 50 ms",
  }));
}
