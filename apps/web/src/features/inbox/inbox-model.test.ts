import fc from "fast-check";
import { expect, test } from "vitest";
import { type InboxItem, itemOfRequest } from "../../state/inbox.ts";
import { sessionInfo } from "../../testing/fake-bridge.ts";
import { commandRequest, questionRequest } from "../../testing/waiting-request.ts";
import { follow, groupsOf, nextAfter, rowsOf, type ShownItem } from "./inbox-model.ts";
import { requestLine, wholeLine } from "./request-line.ts";
import { snoozeUntil } from "./snooze-until.ts";

const info = sessionInfo();
const command = (at: number, text: string) => itemOfRequest(info, commandRequest(at, text));
const question = (at: number) => itemOfRequest(info, questionRequest(at, "Which?"));
const end = (kind: "failure" | "finished", at: number): InboxItem => ({
  key: `end:${at}`,
  kind,
  at,
  session: info,
  request: null,
});
const shown = (items: readonly InboxItem[]): ShownItem[] => items.map((item) => ({ item, isGone: false }));
const keys = (rows: readonly ShownItem[]) =>
  rows.map(({ item, isGone }) => (isGone ? `(${item.key})` : item.key));
const free = { isHeld: false, lingering: new Set<string>() };
const held = { ...free, isHeld: true };

test("like requests of any sessions are one box where the oldest stands, a single one is a row", () => {
  const items = [
    command(1, "npm test -- a"),
    command(2, "git push"),
    command(3, "npm test -- b"),
    question(4),
  ];
  const [approvals, questions] = groupsOf(shown(items), "all");
  expect(approvals?.entries.map((entry) => (entry.type === "box" ? entry.rows.length : entry.key))).toEqual([
    2,
    items[1]?.key,
  ]);
  expect(approvals?.count).toBe(3);
  expect(questions?.entries).toHaveLength(1);
  expect(rowsOf(groupsOf(shown(items), "all")).map(({ item }) => item.at)).toEqual([1, 3, 2, 4]);
});

test("what needs the user and what has finished are looked at apart", () => {
  const items = [command(1, "ls"), end("failure", 2), end("finished", 3)];
  const kinds = (filter: "all" | "needs" | "finished") =>
    groupsOf(shown(items), filter).map(({ kind }) => kind);
  expect(kinds("all")).toEqual(["approval", "failure", "finished"]);
  expect(kinds("needs")).toEqual(["approval", "failure"]);
  expect(kinds("finished")).toEqual(["finished"]);
});

test("while it is held nothing moves: what is new is counted, what is gone stays in its place", () => {
  const [a, b, c, d] = [command(1, "a"), command(2, "b"), command(3, "c"), command(4, "d")];
  const after = follow(shown([a, b, c]), [a, c, d], held);
  expect(keys(after.items)).toEqual([a.key, `(${b.key})`, c.key]);
  expect(after.fresh).toBe(1);
  const released = follow(after.items, [a, c, d], free);
  expect(keys(released.items)).toEqual([a.key, c.key, d.key]);
  expect(released.fresh).toBe(0);
});

test("what has just gone stays where it stood for a moment, the first and the last too", () => {
  const [a, b, c] = [command(1, "a"), command(2, "b"), command(3, "c")];
  const after = follow(shown([a, b, c]), [b], { isHeld: false, lingering: new Set([a.key, c.key]) });
  expect(keys(after.items)).toEqual([`(${a.key})`, b.key, `(${c.key})`]);
  expect(keys(follow(after.items, [b], free).items)).toEqual([b.key]);
});

test("rows that stay keep their order, whatever comes and goes, and none is lost", () => {
  const item = fc.integer({ min: 1, max: 30 });
  const list = fc
    .uniqueArray(item)
    .map((ats) => ats.toSorted((a, b) => a - b).map((at) => command(at, `c${at}`)));
  fc.assert(
    fc.property(list, list, fc.uniqueArray(item), fc.boolean(), (before, live, lingering, isHeld) => {
      const keysOf = new Set(lingering.map((at) => command(at, "x").key));
      const after = follow(shown(before), live, { isHeld, lingering: keysOf });
      const stayed = before.filter(({ key }) => after.items.some((row) => row.item.key === key));
      const inNew = after.items.filter(({ item: { key } }) => stayed.some((one) => one.key === key));
      expect(inNew.map(({ item: { key } }) => key)).toEqual(stayed.map(({ key }) => key));
      expect(after.items.filter(({ isGone }) => !isGone).length + after.fresh).toBe(live.length);
    }),
  );
});

test("an answer leads to the next need below, then to one above, then to news", () => {
  const [a, b, c] = [command(1, "a"), command(2, "b"), question(3)];
  const news = end("finished", 9);
  const rows = shown([a, b, c, news]);
  expect(nextAfter(rows, a.key)).toBe(b);
  expect(nextAfter(rows, c.key)).toBe(a);
  const gone = [a, b, c].map((item) => ({ item, isGone: true }));
  expect(nextAfter([...gone, ...shown([news])], b.key)).toBe(news);
  expect(nextAfter(gone, b.key)).toBeUndefined();
});

test.each([
  ["a short command", { command: "npm test" }, true],
  ["a command and what it is about", { command: "npm test", description: "Runs the tests" }, true],
  ["two lines", { command: "npm test\nrm -rf /" }, false],
  ["a hidden character", { command: "npm test \u202e" }, false],
  ["more than a line", { command: "x".repeat(200) }, false],
  ["a change of a file", { file_path: "/a", old_string: "a", new_string: "b" }, false],
])("an input of %s is told whole in its line, or not at all", (_, input, isWhole) => {
  expect(wholeLine(commandRequest(1, "x", { input })) !== null).toBe(isWhole);
});

test("an input that the list had to leave out is not told in a line", () => {
  expect(wholeLine(commandRequest(1, "npm test", { input: undefined, isInputCut: true }))).toBeNull();
});

test("tomorrow is nine o'clock of the next local day, also where the clock is put forward", () => {
  const evening = new Date(2026, 2, 28, 23, 30).getTime();
  expect(new Date(snoozeUntil("tomorrow", evening)).toString()).toContain("Mar 29 2026 09:00:00");
  expect(snoozeUntil("hour", 1000) - 1000).toBe(3_600_000);
});

test("a command is told as one, also where the program calls the request by it, and a title as words", () => {
  const named = commandRequest(1, "ls -l", { title: "ls -l" });
  expect(requestLine(named)).toEqual({ verb: "Run", text: "ls -l", isCode: true });
  const plain = commandRequest(1, "x", { title: "Look at this", toolKind: "read", input: {} });
  expect(requestLine(plain)).toEqual({ verb: "", text: "Look at this", isCode: false });
});
