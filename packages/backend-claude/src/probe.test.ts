import { expect, test } from "vitest";
import { claude } from "./index.ts";

const version = { stdout: "2.1.330 (Claude Code)\n", stderr: "", exitCode: 0 };

test.for([
  ['{"loggedIn": true, "authMethod": "api_key", "apiProvider": "firstParty"}', "ok"],
  ['{"loggedIn": false, "authMethod": "none", "apiProvider": "firstParty"}', "missing"],
  ['{"loggedIn": false, "apiProvider": "bedrock"}', "unknown"],
  ["error: unknown command 'auth'", "unknown"],
  ["", "unknown"],
] as const)("the login state %s is %s", ([stdout, login]) => {
  const output = { version, login: { stdout, stderr: "", exitCode: 1 } };
  expect(claude.probe(output)).toEqual({ version: "2.1.330", login });
});

test("a program that says nothing has no version", () => {
  expect(claude.probe({ version: { ...version, stdout: "" } })).toEqual({ version: null, login: "unknown" });
});
