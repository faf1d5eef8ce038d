import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sessionRecord } from "../log/test-log.ts";
import { followConversation, resumeCommand } from "./own-conversation.ts";

test("the command works in a shell, whatever the folder is called", () => {
  const home = realpathSync(mkdtempSync(join(tmpdir(), "switchyard-resume-")));
  const cwd = join(home, `it's "a" $HOME \`x\`; touch no`);
  mkdirSync(cwd);
  const backend = { resumeCommand: (id: string) => ["printf", "%s|", "--resume", id] };
  const command = resumeCommand(backend, { cliSessionId: "c'1", cwd }) ?? "";
  const shown = execFileSync("/bin/sh", ["-c", `${command} && pwd -P`], { encoding: "utf8" });
  rmSync(home, { recursive: true });
  expect(shown).toBe(`--resume|c'1|${cwd}\n`);
});

test("plain words stay readable", () => {
  const backend = { resumeCommand: (id: string) => ["claude", "--resume", id] };
  expect(resumeCommand(backend, { cliSessionId: "c-1", cwd: "/home/user/project" })).toBe(
    "cd /home/user/project && claude --resume c-1",
  );
});

test("there is none without a conversation, or for a CLI that has no such command", () => {
  const backend = { resumeCommand: (id: string) => [id] };
  expect(resumeCommand(backend, { cliSessionId: null, cwd: "/p" })).toBeNull();
  expect(resumeCommand({}, { cliSessionId: "c-1", cwd: "/p" })).toBeNull();
});

test("a session remembers the conversations it had, each once, and not the one it is in", () => {
  const record = { ...sessionRecord() };
  for (const id of ["a", "a", "b", null, "c", "a"]) followConversation(record, id);
  expect([record.cliSessionId, record.earlierCliSessionIds]).toEqual(["a", ["b", "c"]]);
});
