import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, rmdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PlanEntry } from "@agentclientprotocol/sdk/unstable";
import { expect, test } from "vitest";
import { OWN_FILE } from "../folder/own-file.ts";
import { DemoProcess } from "../testing/demo-process.ts";
import { expectCallsClosed } from "../testing/calls.ts";
import { newPlace } from "../testing/place.ts";

const TOUR = "Hello [[pace 0]]";

test("the tour streams, thinks, plans, reads, asks, edits and ends with a question and its usage", async () => {
  await using place = await newPlace();
  await writeFile(join(place.cwd, "README.md"), "# Some project\n\nAnd its words.\n");
  await using demo = await DemoProcess.open(place.state, place.cwd);
  const { stopReason, usage } = await demo.prompt(TOUR);
  expect(stopReason).toBe("end_turn");
  expect(usage?.outputTokens).toBe(wordsSaid(demo));
  expect(demo.ofKind("agent_message_chunk").length).toBeGreaterThan(50);
  expect(demo.ofKind("agent_thought_chunk").length).toBeGreaterThan(10);
  expect(demo.text()).toContain("**No model is behind it**");
  expect(demo.text()).toContain("`README.md`: 6 words, under the name `Some project`.");
  expect(demo.text()).toMatch(/Which shall it be\?$/);
  expect(demo.ofKind("plan").map(({ entries }) => entries.map(letter).join(""))).toEqual([
    ">...",
    "v>..",
    "vv>.",
    "vvv>",
    "vvvv",
  ]);
  expect(demo.ofKind("tool_call").map(({ kind, title }) => `${kind}: ${title}`)).toEqual([
    "search: List the folder",
    "read: Read README.md",
    `edit: Edit ${OWN_FILE}`,
  ]);
  const newText = await readFile(join(place.cwd, OWN_FILE), "utf8");
  expect(demo.requests[0]?.toolCall.content).toEqual([
    { type: "diff", path: join(place.cwd, OWN_FILE), oldText: null, newText },
  ]);
  expect(newText).toContain("- Tour in turn 1, entries seen: 1.\n");
});

test("the next message is the answer to the tour's question, and later ones get other words", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  await demo.prompt(TOUR);
  const answers = [];
  for (const message of ["Neither of them", "Well", "Oh", "Fine"]) {
    const before = demo.text().length;
    expect(await demo.prompt(message)).toMatchObject({ stopReason: "end_turn" });
    answers.push(demo.text().slice(before));
  }
  expect(answers[0]).toContain("> Neither of them\n");
  expect(answers[0]).toContain("That is the end of the tour.");
  expect(answers.every((answer) => /model/.test(answer) && answer.includes("[[tour]]"))).toBe(true);
  expect(new Set(answers).size).toBe(4);
});

test.for([
  ["another tour", "Another tour, then"],
  ["the real backend", "A real backend, then"],
])("the answer %j is taken up", async ([message = "", said = ""]) => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  await demo.prompt(TOUR);
  await demo.prompt(message);
  expect(demo.text()).toContain(said);
});

test("a second tour changes the demo's file and shows both texts", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  await demo.prompt(TOUR);
  const oldText = await readFile(join(place.cwd, OWN_FILE), "utf8");
  await demo.prompt("[[tour]]");
  const newText = await readFile(join(place.cwd, OWN_FILE), "utf8");
  expect(newText.startsWith(oldText) && newText.length > oldText.length).toBe(true);
  expect(demo.requests[1]?.toolCall.content).toEqual([
    { type: "diff", path: join(place.cwd, OWN_FILE), oldText, newText },
  ]);
});

test("a rejected edit writes nothing, and the tour says so", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  demo.permission = "reject-once";
  expect(await demo.prompt(TOUR)).toMatchObject({ stopReason: "end_turn" });
  expect(await readdir(place.cwd)).toEqual([]);
  expect(demo.text()).toContain("You rejected the edit, so nothing is written.");
  expect(demo.ofKind("tool_call_update").at(-1)?.status).toBe("failed");
});

test("where edits are accepted it doesn't ask, and says so", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  await demo.setMode("acceptEdits");
  await demo.prompt(TOUR);
  expect(demo.requests).toEqual([]);
  expect(demo.text()).toContain("This session accepts edits");
  expect(await readdir(place.cwd)).toEqual([OWN_FILE]);
});

test("an edit that was allowed for the session is not asked about again", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  demo.permission = "allow-always";
  await demo.prompt(TOUR);
  await demo.prompt("[[edit Once more.]]");
  expect(demo.requests).toHaveLength(1);
  expect(await readFile(join(place.cwd, OWN_FILE), "utf8")).toContain("- Once more.\n");
});

test("in plan mode it reads and plans, and writes nothing", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  await demo.setMode("plan");
  expect(await demo.prompt(TOUR)).toMatchObject({ stopReason: "end_turn" });
  await demo.prompt("[[edit Not this.]]");
  expect(demo.requests).toEqual([]);
  expect(await readdir(place.cwd)).toEqual([]);
  expect(demo.ofKind("plan").at(-1)?.entries.map(letter).join("")).toBe("vv..");
});

test("a file of the demo's name that somebody else wrote is left alone", async () => {
  await using place = await newPlace();
  await writeFile(join(place.cwd, OWN_FILE), "Mine.\n");
  await using demo = await DemoProcess.open(place.state, place.cwd);
  expect(await demo.prompt(TOUR)).toMatchObject({ stopReason: "end_turn" });
  expect(demo.requests).toEqual([]);
  expect(demo.text()).toContain("is there that is not the demo's. Nothing is written.");
  expect(await readFile(join(place.cwd, OWN_FILE), "utf8")).toBe("Mine.\n");
});

test("a link in the place of the demo's file is not followed", async () => {
  await using place = await newPlace();
  const target = join(place.state, "target.md");
  await symlink(target, join(place.cwd, OWN_FILE));
  await using demo = await DemoProcess.open(place.state, place.cwd);
  await demo.prompt(TOUR);
  expect(demo.text()).toContain("It is a link, and links are not followed. Nothing is written.");
  expect(await readdir(place.state)).not.toContain("target.md");
});

test("a file that changes while the question stands is not written over", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  demo.permission = "wait";
  const turn = demo.prompt("[[edit Late.]]");
  await demo.until(() => demo.requests.length === 1);
  await writeFile(join(place.cwd, OWN_FILE), "Mine.\n");
  demo.write({ id: 0, result: { outcome: { outcome: "selected", optionId: "allow-once" } } });
  await turn;
  expect(demo.text()).toBe("tool failed: Something is there already.\n");
  expect(await readFile(join(place.cwd, OWN_FILE), "utf8")).toBe("Mine.\n");
});

test.for<[string, (cwd: string) => Promise<unknown> | void, string]>([
  ["an empty folder", () => {}, "The folder is empty."],
  ["a folder that is not there", (cwd) => rmdir(cwd), "The folder can't be listed. It is not there."],
  [
    "a README that is no UTF-8",
    (cwd) => writeFile(join(cwd, "README.md"), Buffer.from([0xff, 0xfe, 0x41])),
    "`README.md`: It is no UTF-8 text.",
  ],
  [
    "a README that is a pipe",
    (cwd) => void execFileSync("mkfifo", [join(cwd, "README.md")]),
    "`README.md`: It is no regular file.",
  ],
  ["a README that is a folder", (cwd) => mkdir(join(cwd, "README.md")), "There is no README"],
  ["a huge README", (cwd) => writeFile(join(cwd, "README.md"), "äö ".repeat(100_000)), "more than "],
  ["a name with line breaks", (cwd) => writeFile(join(cwd, "a\n`b"), ""), "`a??b`"],
  [
    "only a manifest",
    (cwd) => writeFile(join(cwd, "package.json"), '{"name": "some-name"}'),
    "under the name `some-name`",
  ],
])("the tour goes to its end with %s", async ([, fill, said]) => {
  await using place = await newPlace();
  await fill(place.cwd);
  await using demo = await DemoProcess.open(place.state, place.cwd);
  expect(await demo.prompt(TOUR)).toMatchObject({ stopReason: "end_turn" });
  expect(demo.text()).toContain(said);
  expect(demo.text()).toMatch(/Which shall it be\?$/);
});

test("a huge folder is looked at up to its first thousand entries", async () => {
  await using place = await newPlace();
  await Promise.all(
    Array.from({ length: 1200 }, (_, index) => writeFile(join(place.cwd, `file-${index}`), "")),
  );
  await using demo = await DemoProcess.open(place.state, place.cwd);
  await demo.prompt(TOUR);
  expect(demo.text()).toContain("The folder holds more than 1000 entries. The first of them:");
});

test.for(["plan", "tool_call", "tool_call_update", "agent_thought_chunk", "agent_message_chunk"] as const)(
  "a tour that is cancelled at its first %s ends cancelled and leaves no call open",
  async (kind) => {
    await using place = await newPlace();
    await using demo = await DemoProcess.open(place.state, place.cwd);
    // It can't come to its end before the cancel does.
    demo.permission = "wait";
    const turn = demo.prompt("Hello [[pace 0.05]]");
    await demo.until(() => demo.ofKind(kind).length > 0);
    demo.cancel();
    expect(await turn).toMatchObject({ stopReason: "cancelled" });
    expectCallsClosed(demo);
    expect(await demo.prompt("[[say Still here.]]")).toMatchObject({ stopReason: "end_turn" });
    expect(demo.text()).toMatch(/Still here\.$/);
  },
);

test.for(["wait", "cancelled"] as const)(
  "a tour whose permission is left to %s ends cancelled",
  async (permission) => {
    await using place = await newPlace();
    await using demo = await DemoProcess.open(place.state, place.cwd);
    demo.permission = permission;
    const turn = demo.prompt(TOUR);
    await demo.until(() => demo.requests.length === 1);
    if (permission === "wait") demo.cancel();
    expect(await turn).toMatchObject({ stopReason: "cancelled" });
    expectCallsClosed(demo);
    expect(await readdir(place.cwd)).toEqual([]);
  },
);

function letter({ status }: PlanEntry): string {
  return { completed: "v", in_progress: ">", pending: "." }[status] ?? "?";
}

function wordsSaid(demo: DemoProcess): number {
  const said = [...demo.ofKind("agent_message_chunk"), ...demo.ofKind("agent_thought_chunk")];
  return said.flatMap(({ content }) => (content.type === "text" ? (content.text.match(/\S+/g) ?? []) : []))
    .length;
}
