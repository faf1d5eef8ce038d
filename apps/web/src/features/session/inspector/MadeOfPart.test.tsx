import { BeadId, type PersonaInfo, Provenance, type SessionTrace } from "@switchyard/core/protocol";
import { fireEvent, screen, within } from "@solidjs/testing-library";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { personaInfo } from "../../../testing/persona-info.ts";
import { openSession, setUpPage } from "../testkit/open-session.tsx";
import { madeOfText, sinceThen } from "./made-of.ts";

let page: Disposable;
beforeEach(async () => {
  page = await setUpPage();
});
afterEach(() => page[Symbol.dispose]());

const hash = "beef".repeat(16);
const made = Provenance.parse({
  persona: { id: "reviewer", layer: "installed", source: "@acme/personas", packVersion: "2.1.0", hash },
  backend: {
    id: "claude",
    plugin: { name: "@acme/backend", version: "1.0.0", hash: "c0de".repeat(16) },
    cliVersion: "3.0.1",
  },
  model: "opus-4",
});

const reviewer = (values: Partial<Record<keyof PersonaInfo, unknown>> = {}) =>
  personaInfo("reviewer", { ...made.persona, ...values });

const details = () => within(screen.getByRole("complementary", { name: "Session details" }));
const facts = () =>
  [...document.querySelectorAll(".made-of dd")].map((fact) => [
    fact.previousElementSibling?.textContent,
    [...fact.childNodes].flatMap(({ textContent }) => textContent || []).join(" "),
  ]);

function open(provenance: Provenance | null, personas: PersonaInfo[] = []) {
  const session = openSession((session) => {
    session.set({ persona: reviewer(), personas });
    session.setInfo({ provenance });
  });
  fireEvent.click(details().getByRole("button", { name: /^Made of/ }));
  return session;
}

test("the details tell what the session was made of, and that its persona has changed since", () => {
  open(made, [reviewer({ hash: "f00d" })]);
  expect(details().getByRole("button", { name: /^Made of ?Reviewer 2.1.0$/ })).toBeTruthy();
  expect(facts()).toEqual([
    ["Persona", "Reviewer"],
    ["From", "@acme/personas 2.1.0 Installed"],
    ["Text", "beefbeef Changed since"],
    ["Backend", "Claude Code"],
    ["Plug-in", "@acme/backend 1.0.0 c0dec0de"],
    ["Program", "3.0.1"],
    ["Model", "opus-4"],
  ]);
  expect(details().getByText("beefbeef").title).toBe(`SHA-256 of all of it: ${hash}`);
});

test("what was behind earlier turns is told with the last of them, and copied", () => {
  const earlier = [{ plugin: { ...made.backend.plugin, version: "0.9.0" }, cliVersion: "2.9", untilTurn: 4 }];
  const updated = Provenance.parse({ ...made, backend: { ...made.backend, earlier } });
  open(updated);
  expect(facts().at(-1)).toEqual(["Until turn 4", "@acme/backend 0.9.0 c0dec0de program 2.9"]);
  expect(madeOfText(updated).split("\n").slice(-4)).toEqual([
    "Until turn 4:",
    "Plug-in: @acme/backend 0.9.0",
    `Plug-in SHA-256: ${"c0de".repeat(16)}`,
    "Program: 2.9",
  ]);
});

test("what is not told yet, and a built-in persona, are named so", () => {
  const built = { ...made.persona, layer: "built_in", source: "built-in", packVersion: null };
  open(
    Provenance.parse({
      persona: built,
      backend: { ...made.backend, plugin: null, cliVersion: null },
      model: null,
    }),
    [reviewer(built)],
  );
  expect(facts()).toEqual([
    ["Persona", "Reviewer"],
    ["From", "Built in"],
    ["Text", "beefbeef"],
    ["Backend", "Claude Code"],
    ["Program", "not told yet"],
    ["Model", "default model"],
  ]);
});

test("of a session that is older than this is kept that is said, and nothing is made up", () => {
  open(null);
  expect(details().getByText("When this session began, this was not kept yet.")).toBeTruthy();
  expect(facts()).toEqual([]);
});

test("all of it is copied, with the whole hashes", async () => {
  const copied: string[] = [];
  const writeText = async (text: string) => void copied.push(text);
  vi.stubGlobal("navigator", { clipboard: { writeText } });
  open(made);
  fireEvent.click(details().getByRole("button", { name: "Copy all of it" }));
  await vi.advanceTimersByTimeAsync(0);
  expect(copied).toEqual([
    [
      "Persona: reviewer",
      "From: @acme/personas 2.1.0",
      `Persona SHA-256: ${hash}`,
      "Backend: claude",
      "Plug-in: @acme/backend 1.0.0",
      `Plug-in SHA-256: ${"c0de".repeat(16)}`,
      "Program: 3.0.1",
      "Model: opus-4",
    ].join("\n"),
  ]);
  expect(
    madeOfText({ ...made, backend: { ...made.backend, plugin: null, cliVersion: null }, model: null }),
  ).toBe(`Persona: reviewer\nFrom: @acme/personas 2.1.0\nPersona SHA-256: ${hash}\nBackend: claude`);
});

test("a persona is compared with the one of the same source alone", () => {
  const own = { layer: "project", source: ".switchyard/personas", packVersion: null, hash: "f00d" };
  const overriding = [{ layer: "installed", source: "@acme/personas" }];
  expect(sinceThen(made.persona, [reviewer()])).toBeNull();
  expect(sinceThen(made.persona, [reviewer({ ...own, overrides: overriding })])).toBe("overridden");
  expect(sinceThen(made.persona, [reviewer(own)])).toBe("gone");
  expect(sinceThen(made.persona, [])).toBe("gone");
});

async function openTraced(trace: Partial<SessionTrace>) {
  const session = openSession((session) => {
    const whole = { state: "written", form: "comment", turn: 1, at: Date.now(), message: null } as const;
    session.setInfo({ provenance: null, beadId: BeadId.parse("pa-1"), trace: { ...whole, ...trace } });
  });
  fireEvent.click(details().getByRole("button", { name: /^Made of/ }));
  // The part of it is loaded when it is first needed.
  await vi.waitFor(() => expect(document.querySelector(".trace-note")).not.toBeNull());
  return { session, text: () => document.querySelector(".trace-note")?.textContent };
}

test("the details tell that the session was written to its bead, and up to which turn", async () => {
  const { session, text } = await openTraced({});
  expect(text()).toMatch(/^Written to pa-1 as a comment, \d+:\d+/);
  expect(details().queryByRole("button", { name: "Retry" })).toBeNull();
  session.setInfo({ lastTurn: { turn: 2, stopReason: "end_turn", error: null, endedAt: 1, durationMs: 1 } });
  expect(text()).toContain("It tells of the session up to turn 1.");
});

test("what is not written says why, and can be tried again", async () => {
  const { session, text } = await openTraced({ state: "due", message: "The database is locked." });
  expect(text()).toContain("Not written to pa-1 yet: The database is locked.");
  expect(details().queryByRole("button", { name: "Write as a comment" })).toBeNull();
  fireEvent.click(details().getByRole("button", { name: "Retry" }));
  expect(session.calls.at(-1)).toEqual(["writeTrace", undefined]);
});

test("what a tracker keeps no metadata for can be a comment", async () => {
  const { session, text } = await openTraced({
    state: "failed",
    form: "metadata",
    message: "bd keeps none.",
  });
  expect(text()).toContain("Not written to pa-1: bd keeps none.");
  fireEvent.click(details().getByRole("button", { name: "Write as a comment" }));
  expect(session.calls.at(-1)).toEqual(["writeTrace", "comment"]);
});
