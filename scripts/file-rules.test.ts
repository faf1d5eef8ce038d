import { expect, test } from "vitest";
import { fileFindings } from "./file-rules.ts";
import { tree } from "./tree.testkit.ts";

const MACHINE = { paths: ["/somewhere/switchyard"] };

function rulesBroken(path: string, text: string): string[] {
  return fileFindings(tree({ [path]: text }), MACHINE).map((finding) => `${finding.line} ${finding.rule}`);
}

const LONG = "const a = 1;\n".repeat(401);

test("a file of 400 lines passes, one of 401 does not", () => {
  expect(rulesBroken("packages/a/src/a.ts", "const a = 1;\n".repeat(400))).toEqual([]);
  expect(rulesBroken("packages/a/src/a.ts", LONG)).toEqual(["401 short-files"]);
});

test("a long file that says why it is one passes, one that gives no reason does not", () => {
  expect(rulesBroken("a.ts", `// Over 400 lines: one table.\n${LONG}`)).toEqual([]);
  expect(rulesBroken("a.ts", `// Over 400 lines:\n${LONG}`)).toEqual(["401 short-files"]);
});

test("data and prose may be long", () => {
  expect(rulesBroken("docs/a.md", "line\n".repeat(900))).toEqual([]);
});

test.each(["utils", "util", "helpers", "helper"])("a folder named %s is refused", (name) => {
  expect(rulesBroken(`packages/a/src/${name}/b.ts`, "")).toEqual(["1 no-junk-drawer"]);
});

test("a file may be named like a junk drawer's", () => {
  expect(rulesBroken("packages/a/src/helper.ts", "")).toEqual([]);
});

test.each(["process.argv.slice(2);", "process.exit(1);", 'import { exit } from "node:process";'])(
  "%s is main.ts's alone",
  (line) => {
    expect(rulesBroken("apps/bridge/src/log/log.ts", `const a = 1;\n${line}\n`)).toEqual(["2 one-entry"]);
    expect(rulesBroken("packages/core/src/a.ts", line)).toEqual(["1 one-entry"]);
    expect(rulesBroken("apps/bridge/src/main.ts", line)).toEqual([]);
    expect(rulesBroken("apps/bridge/src/log/log.test.ts", line)).toEqual([]);
  },
);

test("the process's exit code and a comment about exiting are nobody's own", () => {
  expect(rulesBroken("apps/bridge/src/a.ts", "process.exitCode = 1;\n// not process.exit()\n")).toEqual([]);
});

test.each(["oxlint-disable-next-line eqeqeq", "oxlint-disable-next-line eqeqeq --", "@ts-expect-error"])(
  "the suppression %s without a reason is refused",
  (comment) => {
    expect(rulesBroken("apps/web/src/a.ts", `\n  // ${comment}\n`)).toEqual(["2 explained-suppression"]);
    expect(rulesBroken("apps/web/src/a.ts", `\n  // ${comment} -- the reason\n`)).toEqual([]);
  },
);

test("a path of the machine that checks is refused, in prose too", () => {
  expect(rulesBroken("docs/a.md", "a\nb\nsee /somewhere/switchyard/docs\n")).toEqual(["3 no-machine-path"]);
});

test("a lock file with a registry's address is refused, one with workspace links is not", () => {
  const address = '{\n"resolved": "https://registry.example/a.tgz"\n}';
  expect(rulesBroken("package-lock.json", address)).toEqual(["2 no-registry-address"]);
  expect(rulesBroken("package-lock.json", '{ "resolved": "packages/core" }')).toEqual([]);
});
