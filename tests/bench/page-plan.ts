import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import type { ProjectId } from "@switchyard/core/protocol";
import { startBridge } from "@switchyard/testkit/bridge";
import { type FakeWorkspace, makeWorkspace } from "@switchyard/testkit/fake-bd";
import { launchOptions } from "../e2e/browser.ts";
import unpackBrowser from "../e2e/unpack-browser.ts";
import { bridgeMain } from "../integration/yard.ts";
import { type BeadFile, beadFiles, issuesOf } from "./bead-files.ts";
import { ms, quantile, type Row, times } from "./report.ts";

const ROUNDS = 5;

/** The page's longest task over the plan of a real project and of 10,000 beads, all closed ones shown. */
export async function benchPagePlan(): Promise<Row[]> {
  await unpackBrowser();
  await using home = await mkdtempDisposable(join(tmpdir(), "switchyard-bench-"));
  const bin = join(home.path, "bin");
  await mkdir(bin);
  // The file alone is read: what is measured is the page.
  for (const name of ["bd", "br"]) await writeFile(join(bin, name), "#!/bin/sh\nexit 127\n", { mode: 0o755 });
  await using bridge = await startBridge({
    main: bridgeMain,
    home: home.path,
    env: { PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`, BEADS_DIR: undefined, BD_BIN: undefined },
  });
  const client = await bridge.connect();
  const browser = await chromium.launch(launchOptions());
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${new URL(bridge.url).origin}/settings#token=${bridge.token}`);
    await page.evaluate(() => localStorage.setItem("switchyard.plan.closed", "all"));
    const taken: Taken[] = [];
    for (const [at, file] of (await beadFiles()).entries()) {
      const workspace = await makeWorkspace(join(home.path, `project-${at}`), issuesOf(file), {
        storage: "jsonl",
      });
      const { projectId } = await client.call("addProject", { path: workspace.root });
      taken.push(await measure(page, { file, workspace, projectId }));
    }
    return rowsOf(taken);
  } finally {
    await browser.close();
  }
}

interface Shown {
  readonly file: BeadFile;
  readonly workspace: FakeWorkspace;
  readonly projectId: ProjectId;
}

/** The longest task of each, in ms; 0: none took 50. */
interface Taken {
  readonly name: string;
  readonly openMs: number;
  readonly typing: number;
  readonly scrolling: number;
  readonly folding: number;
  readonly change: number;
  readonly rows: number;
}

async function measure(page: Page, shown: Shown): Promise<Taken> {
  const from = performance.now();
  await page.goto(new URL(`/plan?project=${shown.projectId}`, page.url()).href);
  const tree = page.getByRole("treegrid");
  await tree.getByRole("row").nth(5).waitFor();
  const openMs = performance.now() - from;
  await settled(page);
  return {
    name: shown.file.name,
    openMs,
    typing: await longest(page, () => type(page)),
    scrolling: await longest(page, () => scroll(page)),
    folding: await longest(page, () => fold(page)),
    change: await longest(page, (round) => change(page, shown, round)),
    rows: await tree.getByRole("row").count(),
  };
}

/** Of the longest task in each round the middle one. */
async function longest(page: Page, act: (round: number) => Promise<void>): Promise<number> {
  const taken: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.evaluate(watchTasks);
    await act(round);
    await settled(page);
    taken.push(await page.evaluate(() => window.longestTask?.() ?? 0));
  }
  return quantile(taken, 0.5);
}

declare global {
  interface Window {
    longestTask?: () => number;
  }
}

function watchTasks(): void {
  let longest = 0;
  const take = (entries: PerformanceEntryList) => {
    for (const { duration } of entries) longest = Math.max(longest, duration);
  };
  const watcher = new PerformanceObserver((list) => take(list.getEntries()));
  watcher.observe({ type: "longtask" });
  window.longestTask = () => {
    take(watcher.takeRecords());
    watcher.disconnect();
    return longest;
  };
}

/** Some frames with nothing to do, so that tasks of before are told. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let frame = 0; frame < 10; frame += 1)
      await new Promise((resolve) => requestAnimationFrame(resolve));
  });
}

async function type(page: Page): Promise<void> {
  const field = page.getByRole("searchbox", { name: "Filter beads" });
  await field.focus();
  for (const key of "the pa") await page.keyboard.press(key === " " ? "Space" : key);
  for (let at = 0; at < 6; at += 1) await page.keyboard.press("Backspace");
}

/** By the wheel through some screens, and thrown to the ends. */
async function scroll(page: Page): Promise<void> {
  const box = await page.getByRole("treegrid").boundingBox();
  if (box === null) throw new Error("There is no tree.");
  await page.mouse.move(box.x + 100, box.y + box.height / 2);
  for (let at = 0; at < 30; at += 1) await page.mouse.wheel(0, 400);
  await page.getByRole("treegrid").evaluate(async (tree) => {
    const steps = 20;
    // Asked for in the loop it would lay all out once more.
    const height = tree.scrollHeight;
    for (let at = 0; at <= steps; at += 1) {
      tree.scrollTop = (height * at) / steps;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    tree.scrollTop = 0;
  });
}

async function fold(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Fold all", exact: true }).click();
  await page.getByRole("button", { name: "Unfold all" }).click();
}

/** Somebody changes the title of the first bead. */
async function change(page: Page, { workspace }: Shown, round: number): Promise<void> {
  const first = page.getByRole("treegrid").locator("[data-bead]").first();
  const id = await first.getAttribute("data-bead");
  const title = `Changed in round ${round}`;
  const issues = await workspace.read();
  await workspace.write(issues.map((issue) => (issue["id"] === id ? { ...issue, title } : issue)));
  await page.getByText(title).waitFor();
}

const PARTS = [
  ["typing", "type in the filter"],
  ["scrolling", "scroll to the end"],
  ["folding", "fold and unfold all"],
  ["change", "a bead is changed by others"],
] as const;

function rowsOf(taken: readonly Taken[]): Row[] {
  const [small, large] = taken;
  if (small === undefined || large === undefined) throw new Error("Two projects are compared.");
  const tasks = PARTS.map(([part, what]) => ({
    what: `plan of ${large.name}, ${what}: longest task`,
    measured: task(large[part]),
    floor: `${task(small[part])} (${small.name})`,
    ratio: "",
    aim: "≤ 50 ms",
  }));
  return [
    {
      what: `open the plan of ${large.name}`,
      measured: ms(large.openMs),
      floor: `${ms(small.openMs)} (${small.name})`,
      ratio: times(large.openMs / small.openMs),
      aim: "",
    },
    ...tasks,
    {
      what: `rows in the page, ${large.name}`,
      measured: String(large.rows),
      floor: `${small.rows} (${small.name})`,
      ratio: times(large.rows / small.rows),
      aim: "1 ×",
    },
  ];
}

function task(taken: number): string {
  return taken === 0 ? "none over 50 ms" : ms(taken);
}
