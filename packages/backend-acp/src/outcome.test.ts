import { expect, test } from "vitest";
import { SESSION, Talk, INITIALIZED, underWay } from "./talk.testkit.ts";

test("each reason to stop has its place", () => {
  const reasons = ["end_turn", "max_tokens", "refusal", "cancelled", "max_turn_requests"];
  const told = reasons.map(
    (stopReason) => underWay().answer("session/prompt", { stopReason }).of("turn_ended")[0],
  );
  expect(told.map((ended) => ended?.error?.code ?? ended?.stopReason)).toEqual([
    "end_turn",
    "max_tokens",
    "refusal",
    "interrupted",
    "LIMIT_REACHED",
  ]);
});

test("a reason of tomorrow, and an answer that says nothing, end the turn well", () => {
  for (const result of [{ stopReason: "of_tomorrow" }, null, {}]) {
    const talk = underWay();
    talk.raw(JSON.stringify({ jsonrpc: "2.0", id: talk.idOf("session/prompt"), result }));
    expect(talk.of("turn_ended")).toMatchObject([{ stopReason: "end_turn" }]);
  }
});

test("a fault is told as what it is", () => {
  const faults = [
    [{ code: -32000, message: "Authentication required" }, "CLI_NOT_LOGGED_IN"],
    [
      { code: -32603, message: "Internal error", data: { details: "Please log in first" } },
      "CLI_NOT_LOGGED_IN",
    ],
    [{ code: 429, message: "Rate limit exceeded. Try again later." }, "RATE_LIMITED"],
    [{ code: -32603, message: "You exceeded your current quota" }, "RATE_LIMITED"],
    [{ code: -32603, message: "prompt is too long: 5000 tokens" }, "PROMPT_TOO_LONG"],
    [{ code: -32603, message: "Internal error", data: "the model is gone" }, "CLI_FAILED"],
  ] as const;
  for (const [error, code] of faults) {
    const [ended] = underWay().refuse("session/prompt", error).of("turn_ended");
    expect(ended).toMatchObject({ stopReason: "error", error: { code } });
  }
  const [ended] = underWay().refuse("session/prompt", faults[5][0]).of("turn_ended");
  expect(ended?.error).toEqual({
    code: "CLI_FAILED",
    message: "The Agent failed: Internal error",
    detail: "Internal error\nthe model is gone",
  });
});

test.for<[string, number | undefined]>([
  // Gemini CLI 0.61.0.
  ["You exceeded your current quota. Please retry in 3599.5s.\nSuggested retry after 3599s.", 3600],
  ['RESOURCE_EXHAUSTED {"retryDelay":"42s"}', 42],
  ["Too many requests, try again in 20 minutes", 1200],
  ["429: retry after 1500ms", 2],
  ["429: it resets in 5 h", 18_000],
  ["Rate limit exceeded. Try again later.", undefined],
  [`Rate limit exceeded, retry in ${"9".repeat(400)}s`, undefined],
])("%j: in %s seconds", ([message, seconds]) => {
  const [ended] = underWay().refuse("session/prompt", { code: 429, message }).of("turn_ended");
  expect(ended?.error).toMatchObject({ code: "RATE_LIMITED", detail: message });
  expect(ended?.error?.retryAfterSeconds).toBe(seconds);
});

test("where the API's own answer is passed on, its words are told", () => {
  const message = '{"error":{"code":500,"message":"The model is gone.","status":"INTERNAL"}}';
  const [ended] = underWay().refuse("session/prompt", { code: 500, message }).of("turn_ended");
  expect(ended?.error).toMatchObject({ message: "The Agent failed: The model is gone.", detail: message });
});

test("who is not logged in reads what to run, and what the agent offers", () => {
  const talk = new Talk().prompt("Hello");
  talk.answer("initialize", { ...INITIALIZED, authMethods: [{ id: "key", name: "With a key" }] });
  talk
    .answer("session/new", { sessionId: SESSION })
    .refuse("session/prompt", { code: -32000, message: "Authentication required" });
  const error = talk.of("turn_ended")[0]?.error;
  expect(error?.message).toBe('The Agent is not logged in. Run "agent login", then send the message again.');
  expect(error?.detail).toBe("Authentication required\nIt offers: With a key.");
});

test("a fault never repeats the prompt", () => {
  const secret = "my very secret prompt";
  const talk = new Talk()
    .prompt(secret)
    .answer("initialize", INITIALIZED)
    .answer("session/new", { sessionId: SESSION });
  talk.refuse("session/prompt", { code: -32603, message: `Could not parse: ${secret}`, data: secret });
  expect(JSON.stringify(talk.of("turn_ended"))).not.toContain("secret");
});
