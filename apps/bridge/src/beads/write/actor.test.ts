import { expect, test } from "vitest";
import { testFolder } from "../folder.testkit.ts";
import { actorOf } from "./actor.ts";

const USER = { USER: "system" };

test.each([
  ["its settings", "actor: 'a b' # me\n", { BD_ACTOR: "x" }, "git", "a b"],
  ["its settings in double quotes", 'x: 1\r\nactor: "O\'Brien"\r\n', {}, "git", "O'Brien"],
  ["its settings in single quotes", "actor: 'O''Brien'", {}, "git", "O'Brien"],
  ["its settings without quotes", "actor: Zoë O'Brien #1 # me", {}, "git", "Zoë O'Brien"],
  ["its settings, which name none", "actor: ~ # nobody\nb: c", {}, "git", "git"],
  ["its variables", "", { BEADS_ACTOR: "new", BD_ACTOR: "old" }, "git", "new"],
  ["git", "actor:\n", {}, "git", "git"],
  ["the system", "", {}, null, "system"],
])("a change is made in the name that the program would take: of %s", async (_of, config, env, git, name) => {
  await using folder = await testFolder({ "config.yaml": config });
  expect(await actor(folder.path, { ...USER, ...env }, git)).toBe(name);
});

test("an old version looks at the variables the other way round", async () => {
  await using folder = await testFolder();
  const env = { BEADS_ACTOR: "new", BD_ACTOR: "old" };
  expect(await actor(folder.path, env, null, "0.49.6")).toBe("old");
});

test("a name that would be a flag is none", async () => {
  await using folder = await testFolder();
  expect(await actor(folder.path, { ...USER, BD_ACTOR: "--db=/x" }, "-x")).toBe("system");
  expect(await actor(folder.path, {}, null)).toBe("unknown");
});

function actor(beadsDir: string, env: Record<string, string>, git: string | null, version = "1.3.0") {
  return actorOf(
    { program: { name: "bd", path: "/bin/bd", version }, beadsDir, cwd: beadsDir },
    {
      env: { PATH: process.env["PATH"] },
      ownRoots: [],
      environment: () => env,
      run: async () => ({
        stdout: `${git ?? ""}\n`,
        stderr: "",
        exitCode: git === null ? 1 : 0,
        timedOut: false,
      }),
      signal: new AbortController().signal,
    },
  );
}
