import { cleanup, render } from "@solidjs/testing-library";
import { createSignal } from "solid-js";
import { afterEach, beforeAll, expect, test } from "vitest";
import { loadMarkdown } from "./engine.ts";
import { Markdown } from "./Markdown.tsx";

beforeAll(() => loadMarkdown());
afterEach(cleanup);

const TEXT =
  "# Plan\n\nFirst **bold** words\nand `code`.\n\n- one\n- two\n\n```ts\nconst a = 1;\n```\n\n| a |\n|---|\n| 1 |\n\nThe end.";

test("streaming word by word ends as the same DOM as the finished text", () => {
  const [text, setText] = createSignal("");
  const [open, setOpen] = createSignal(true);
  const streamed = render(() => <Markdown text={text()} open={open()} />);
  for (let end = 0; end <= TEXT.length; end += 3) setText(TEXT.slice(0, end));
  setText(TEXT);
  setOpen(false);
  const finished = render(() => <Markdown text={TEXT} />);
  expect(streamed.container.innerHTML).toBe(finished.container.innerHTML);
});

test("finished blocks keep their DOM while the answer grows", () => {
  const [text, setText] = createSignal("First.\n\nSecond");
  const view = render(() => <Markdown text={text()} open />);
  const first = view.getByText("First.");
  const second = view.getByText("Second");
  setText("First.\n\nSecond grows\n\nThird");
  expect(view.getByText("First.")).toBe(first);
  expect(second.textContent).toBe("Second grows");
});

test("code that grows is appended to, and has a language, copy, wrap and a region of its own", () => {
  const [text, setText] = createSignal("```py\nprint(1)\n");
  const view = render(() => <Markdown text={text()} open />);
  const region = view.getByRole("region", { name: "Code, Python" });
  const node = region.querySelector("code")?.firstChild;
  setText("```py\nprint(1)\nprint(2)\n");
  expect(region.querySelector("code")?.firstChild).toBe(node);
  expect(region.textContent).toContain("print(2)");
  expect(region.tabIndex).toBe(0);
  expect(view.getByRole("button", { name: "Copy code" })).toBeTruthy();
  view.getByRole("button", { name: "Wrap lines" }).click();
  expect(region.hasAttribute("data-wrap")).toBe(true);
});

test("code inside a list gets what other code gets, once it is finished", () => {
  const view = render(() => <Markdown text={"- run\n  ```sh\n  ls\n  ```"} />);
  expect(view.getByRole("region", { name: "Code, Shell" }).textContent).toBe("ls");
});

test("a text that was cut and is read in full takes its place", () => {
  const [text, setText] = createSignal("First part");
  const view = render(() => <Markdown text={text()} />);
  setText("Another text altogether\n\nwith two blocks");
  expect(view.container.textContent).toContain("Another text altogether");
  expect(view.container.textContent).not.toContain("First part");
});
