import type { PermissionRequestEvent } from "@switchyard/core/backend";
import { RequestId, type ToolKind } from "@switchyard/core/protocol";
import { describe, expect, it, test } from "vitest";
import { v4 as uuid } from "uuid";
import { commandPattern } from "./command.ts";
import { type Like, likeOf } from "./like.ts";

const CWD = "/home/me/.work/shop";

interface Call {
  toolKind: ToolKind;
  input: unknown;
  event?: Partial<PermissionRequestEvent>;
  backendId?: string;
}

function like({ toolKind, input, event, backendId = "claude" }: Call): Like {
  const asked: PermissionRequestEvent = {
    type: "permission_request",
    content: "",
    requestKey: "key",
    toolCallId: "call",
    toolName: "Tool",
    title: "A title",
    input,
    options: [],
    ...event,
  };
  return likeOf({ requestId: RequestId.parse(uuid()), event: asked, toolKind, backendId, cwd: CWD });
}

function areLike(one: Call, other: Call): boolean {
  return like(one).key === like(other).key;
}

describe("of a command", () => {
  test.each([
    ["npm test -- src/a.test.ts", "npm test -- …"],
    ["npm  test -- src/*.ts b.ts", "npm test -- …"],
    ["npm test -- shipments sign", "npm test -- …"],
    ["pnpm run test:unit -- sign --bail all -u", "pnpm run test:unit -- … --bail all -u"],
    ["npm run build", "npm run build"],
    ["npm run build -- shipments", "npm run build -- shipments"],
    ["git push origin feature/x", "git push origin …"],
    ["git push --force origin main", "git push --force origin main"],
    ["git push origin +feature/x", "git push origin +feature/x"],
    ["git -C lib/a push 'origin'", 'git -C … push "origin"'],
    ["git commit -m 'fix: a (b); c'", "git commit -m …"],
    [
      `vitest run ${CWD}/src/a.test.ts --project=web --config=a/b.ts`,
      "vitest run … --project=web --config=…",
    ],
    ["cat /etc/passwd ./a", "cat /etc/passwd …"],
    ["cat ../other .env src/.git/config ~/x", "cat ../other .env src/.git/config ~/x"],
    ["tsc --outDir=/usr/lib", "tsc --outDir=/usr/lib"],
    ["rg --pre 'cmd a.sh' TODO", 'rg --pre "cmd a.sh" TODO'],
    ["make CC=a/b all", "make CC=a/b all"],
    ["git fetch https://example.com/x git@host:y", "git fetch https://example.com/x git@host:y"],
    ["./gradlew test ./a", "./gradlew test …"],
  ])("%s is like %s", (command, pattern) => {
    expect(commandPattern(command, CWD)).toBe(pattern);
  });

  it.each([
    "npm test && rm -rf /",
    "npm test; ls",
    "npm test | tee x",
    "npm test\nls",
    "npm test > out.txt",
    "npm test $(cat x)",
    "npm test `cat x`",
    'npm test "$HOME"',
    "npm test \\\nx",
    "npm test &",
    "(npm test)",
    "PATH=/tmp npm test",
    "'np'm test",
    "npm test 'a",
    "npm install left-pad",
    "npm exec x",
    "npm --prefix a/b publish",
    "npm --loglevel silent 'publish'",
    "npx ./a",
    "rm a",
    "/bin/rm a",
    "python3.12 x.py",
    "bash -c x",
    "xargs npm test",
    "find . -delete",
    "curl example.com",
    "",
    `echo ${"x".repeat(5000)}`,
  ])("%j is like itself alone", (command) => {
    expect(commandPattern(command, CWD)).toBeNull();
  });

  it("how it is run counts, its description does not", () => {
    const run = (more: object): Call => ({ toolKind: "execute", input: { command: "ls src", ...more } });
    expect(areLike(run({}), run({ description: "List", timeout: 5 }))).toBe(true);
    expect(areLike(run({}), run({ command: "ls src/a" }))).toBe(false);
    expect(areLike(run({ command: "ls ./a" }), run({ command: "ls ./b" }))).toBe(true);
    expect(areLike(run({}), run({ dangerouslyDisableSandbox: true }))).toBe(false);
    expect(areLike(run({ command: ["ls", "src"] }), run({ command: ["ls", "lib"] }))).toBe(false);
  });
});

it("another backend, another tool or another rule of the program is another kind", () => {
  const call: Call = {
    toolKind: "execute",
    input: { command: "npm test -- ./a" },
    event: { covers: ["x", "y"] },
  };
  expect(areLike(call, { ...call, event: { covers: ["y", "x"] } })).toBe(true);
  expect(areLike(call, { ...call, event: { covers: ["x"] } })).toBe(false);
  expect(areLike(call, { ...call, backendId: "gemini" })).toBe(false);
  expect(areLike(call, { ...call, event: { ...call.event, toolName: "Other" } })).toBe(false);
});

it("ordinary files of the folder are alike, what is hidden or outside is not", () => {
  const edit = (file_path: string, toolKind: ToolKind = "edit"): Call => ({ toolKind, input: { file_path } });
  expect(like(edit(`${CWD}/src/a.ts`))).toEqual(like(edit("b.ts")));
  expect(like(edit("b.ts")).label).toBe("Tool in the session’s folder");
  for (const path of ["/etc/hosts", `${CWD}/../x`, ".env", `${CWD}/.git/hooks/x`, "~/x", "a/../../x"]) {
    expect(areLike(edit(path), edit("b.ts"))).toBe(false);
    expect(areLike(edit(path), edit(`${path}2`))).toBe(false);
  }
  expect(areLike(edit("a.ts"), edit("a.ts", "read"))).toBe(false);
  expect(areLike(edit("a.ts", "delete"), edit("b.ts", "delete"))).toBe(false);
  const search = (input: object): Call => ({ toolKind: "search", input });
  expect(areLike(search({ pattern: "TODO", path: "src" }), search({ pattern: "x.*" }))).toBe(true);
  expect(areLike(search({ pattern: "/etc/*" }), search({ pattern: "x.*" }))).toBe(false);
});

it("addresses of one host are alike", () => {
  const get = (url: string, more: object = {}): Call => ({ toolKind: "fetch", input: { url, ...more } });
  expect(areLike(get("https://a.example/x", { prompt: "p" }), get("https://a.example/y?z"))).toBe(true);
  expect(like(get("https://a.example/x")).label).toBe("Tool a.example");
  for (const other of [
    "http://a.example/x",
    "https://a.example:8443/x",
    "https://b.example/x",
    "https://u@a.example/",
  ]) {
    expect(areLike(get("https://a.example/x"), get(other))).toBe(false);
  }
  expect(areLike(get("https://a.example/x"), get("https://a.example/x", { method: "POST" }))).toBe(false);
});

it("a call that is not understood is like the same call alone, and an empty one or a change of mode like none", () => {
  const other: Call = { toolKind: "other", input: { a: 1, b: 2 }, event: { covers: ["mcp__x"] } };
  expect(areLike(other, { ...other, input: { b: 2, a: 1 } })).toBe(true);
  expect(areLike(other, { ...other, input: { a: 1, b: 3 } })).toBe(false);
  expect(areLike(other, { ...other, event: { ...other.event, title: "Another" } })).toBe(false);
  for (const input of [{}, null, undefined]) {
    const empty: Call = { toolKind: "edit", input, event: { like: "told" } };
    expect(areLike(empty, empty)).toBe(false);
  }
  const plan: Call = { toolKind: "switch_mode", input: { plan: "x" } };
  expect(areLike(plan, plan)).toBe(false);
  const told: Call = { toolKind: "other", input: { a: 1 }, event: { like: "Look into a table" } };
  expect(areLike(told, { ...told, input: { a: 2 } })).toBe(true);
  expect(like(told).label).toBe("Look into a table");
});
