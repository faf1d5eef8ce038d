import { expect, test } from "vitest";
import { createLogger } from "./logger.ts";

const CANARY = "canary1234567890abcdef";
const jwt = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI${CANARY}.c2lnbmF0dXJl${CANARY}`;
const pem = `-----BEGIN RSA PRIVATE KEY-----\n${CANARY}\n-----END RSA PRIVATE KEY-----`;

test.each<[string, object | string]>([
  ["a known value", `opened with ${"T".repeat(43)}`],
  ["a known value in an address", `at http://127.0.0.1:4711/#token=${"T".repeat(43)}`],
  ["a known value as a subprotocol", { protocols: `switchyard.v1, token.${"T".repeat(43)}` }],
  ["a key of GitHub", `ghp_${CANARY}`],
  ["a key of Google", `AIzaSy${CANARY}xxxxxx`],
  ["a key of Amazon", "AKIAIOSFODNN7CANARYX"],
  ["a key of Anthropic", `sk-ant-api03-${CANARY}`],
  ["a JWT", `got ${jwt}.`],
  ["a PEM block", pem],
  ["a PEM block that is cut", pem.slice(0, 60)],
  ["an address with a password", `cloning https://user:${CANARY}@example.org/repo`],
  ["an address with a query", `GET https://example.org/a?code=${CANARY}&x=1`],
  ["a bearer", `authorization: Bearer ${CANARY}`],
  ["a variable", `ANTHROPIC_API_KEY=${CANARY} claude`],
  ["a variable in quotes", `MY_PASSWORD="${CANARY}"`],
  ["a flag", `claude --api-key ${CANARY}`],
  ["JSON in a text", `{"accessToken": "${CANARY}"}`],
  ["JSON in JSON in a text", JSON.stringify(`{"client_secret":"${CANARY}"}`)],
  ["a field by its name", { apiKey: CANARY }],
  ["a field deep inside", { env: [{ GITHUB_TOKEN: { value: CANARY } }] }],
  ["a field's own name", { [`ghp_${CANARY}`]: 1 }],
  ["an error", { err: new Error(`failed: password=${CANARY}`) }],
  ["an error's cause", { err: new Error("failed", { cause: new Error(`ghp_${CANARY}`) }) }],
])("no line of the log holds %s", (_name, record) => {
  const lines: string[] = [];
  const { logger, hide } = createLogger({ level: "trace", sink: { write: (line) => lines.push(line) } });
  hide("T".repeat(43));
  if (typeof record === "string") logger.info(record);
  else logger.info(record, "with a record");
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("[hidden]");
  for (const secret of [CANARY, "CANARY", "T".repeat(43)]) expect(lines[0]).not.toContain(secret);
});

test("the log keeps what is no secret, one JSON object a line", () => {
  const lines: string[] = [];
  const { logger } = createLogger({ level: "warn", sink: { write: (line) => lines.push(line) } });
  logger.info("not this");
  logger.warn({ method: "hello", code: 1009, url: "https://example.org/path" }, "a socket\nfailed");
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
    {
      level: 40,
      time: expect.any(Number),
      pid: process.pid,
      method: "hello",
      code: 1009,
      url: "https://example.org/path",
      msg: "a socket\nfailed",
    },
  ]);
  expect(lines[0]?.endsWith("}\n")).toBe(true);
});
