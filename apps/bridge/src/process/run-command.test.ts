import { expect, test } from "vitest";
import { runCommand, type CommandRequest } from "./run-command.ts";
import { BARE, fixture, isAlive } from "./process.testkit.ts";

function request(name: string, more: Partial<CommandRequest> = {}): CommandRequest {
  return {
    program: fixture(name),
    args: [],
    cwd: "/",
    env: BARE,
    timeoutMs: 60_000,
    maxBytes: 1000,
    ...more,
  };
}

test("what a program prints and its exit code are told", async () => {
  expect(await runCommand(request("exits-with-code.sh"))).toEqual({
    stdout: "one\ntwo\n",
    stderr: "\u001B[31mit broke\u001B[0m\n",
    exitCode: 3,
    timedOut: false,
  });
});

test("its input is empty", async () => {
  expect(await runCommand(request("repeats-input.sh"))).toMatchObject({ stdout: "", exitCode: 0 });
});

test("a line that it is asked by is written, and its input ends with its answer", async () => {
  const outcome = await runCommand(request("repeats-input.sh", { input: "who are you?" }));
  expect(outcome).toMatchObject({ stdout: "who are you?\n", exitCode: 0, timedOut: false });
});

test("a text that it is given is all that it reads", async () => {
  const text = `${"ä".repeat(100_000)}\nend`;
  const outcome = await runCommand(
    request("", { program: "/usr/bin/env", args: ["cat"], stdin: text, maxBytes: 1e6 }),
  );
  expect(outcome).toMatchObject({ stdout: text, exitCode: 0, timedOut: false });
});

test("a program that was asked and goes on after its answer is ended", async () => {
  const args = ["-c", "trap '' TERM; read line; echo answer; exec sleep 60"];
  const outcome = await runCommand(request("", { program: "/bin/sh", args, input: "?" }));
  expect(outcome).toMatchObject({ stdout: "answer\n", timedOut: true });
});

test("output beyond the limit is dropped, the program runs to its end", async () => {
  const { stdout, exitCode } = await runCommand(request("long-line.sh", { args: ["5000000"] }));
  expect(stdout).toBe("x".repeat(1000));
  expect(exitCode).toBe(0);
});

test("where half an answer is none, a program that prints without end is ended", async () => {
  const args = ["-c", "exec yes"];
  const { stdout, exitCode } = await runCommand(
    request("", { program: "/bin/sh", args, endsWhenFull: true }),
  );
  expect(stdout).toHaveLength(1000);
  expect(exitCode).toBeNull();
});

test("at the timeout it is ended with everything it started", async () => {
  const program = request("grandchild-in-own-session.sh").program;
  const command = `trap '' TERM; ${program} < /dev/zero & sleep 60`;
  const outcome = await runCommand(
    request("", { program: "/bin/sh", args: ["-c", command], timeoutMs: 1000 }),
  );
  expect(outcome).toMatchObject({ exitCode: null, timedOut: true });
  const grandchild = Number.parseInt(outcome.stdout, 10);
  expect(grandchild).toBeGreaterThan(0);
  expect(isAlive(grandchild)).toBe(false);
});

test("a program that cannot be started is a value", async () => {
  const outcome = await runCommand(request("", { program: "/nowhere/x" }));
  expect(outcome).toMatchObject({ stdout: "", exitCode: null, timedOut: false, error: { code: "ENOENT" } });
});
