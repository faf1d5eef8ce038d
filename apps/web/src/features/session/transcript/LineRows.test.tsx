import { screen } from "@solidjs/testing-library";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSession, setUpPage, startTurn } from "../testkit/open-session.tsx";

let page: Disposable;
beforeEach(async () => {
  page = await setUpPage();
});
afterEach(() => page[Symbol.dispose]());

function notice(code: string, level: "info" | "warning" | "error", content: string): HTMLElement {
  openSession((session) => {
    startTurn(session);
    session.add({ type: "notice", code, level, content });
  });
  const line = screen.getByRole("log").querySelector<HTMLElement>("[data-wraps]");
  if (line === null) throw new Error("no notice");
  return line;
}

test.each([
  ["waited", "info", "Waited for another start in this folder."],
  ["reseeded", "warning", "Gemini CLI could not reopen its conversation."],
  ["oversize", "warning", "A line of 20 MB was set aside."],
  ["unheard-of", "info", "Something happened."],
] as const)("a notice %s is a line of its own words, and no failure", (code, level, content) => {
  const line = notice(code, level, content);
  expect(line.textContent).toBe(content);
  expect(line.querySelector("svg")).not.toBeNull();
  expect(line.dataset["tone"]).toBeUndefined();
});

test("what a CLI printed beside its messages is exact text, without escape sequences", () => {
  const line = notice("noise", "info", "\u001b[33mLoaded cached credentials.\u001b[0m");
  expect(line.querySelector("code")?.textContent).toBe("Loaded cached credentials.");
  expect(line.textContent).toMatch(/^Printed/);
});

test("an error among notices is told as one", () => {
  expect(notice("mode_refused", "error", "The mode was refused.").dataset["tone"]).toBe("danger");
});
