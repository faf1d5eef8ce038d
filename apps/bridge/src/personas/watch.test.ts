import { once } from "node:events";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { makePersonaLibrary } from "./library.ts";
import { makePersonaWatch } from "./watch.ts";

/** A home folder with a project `p` in it, looked at by one client. */
async function looked(settleMs = 20) {
  const home = await realpath(await mkdtemp(join(tmpdir(), "switchyard-watch-")));
  const personas = makePersonaLibrary({
    dataFolder: join(home, "data"),
    env: { HOME: home },
    packs: { list: () => [], isAsAccepted: () => Promise.resolve(true) },
  });
  const events = new EventTarget();
  let changes = 0;
  const watch = makePersonaWatch({
    personas,
    changed() {
      changes += 1;
      events.dispatchEvent(new Event("changed"));
    },
    settleMs,
  });
  const place = { cwd: join(home, "p"), project: { path: join(home, "p") } };
  watch.clients(1);
  return {
    home,
    async list(): Promise<string[]> {
      const here = await personas(place);
      watch.told(place, here);
      return [...here].filter(({ layer }) => layer !== "built_in").map(({ id }) => id);
    },
    changes: () => changes,
    changed: () => once(events, "changed"),
    async write(path: string, name: string): Promise<void> {
      await mkdir(dirname(join(home, path)), { recursive: true });
      await writeFile(join(home, path), `---\nname: ${name}\n---\nText`);
    },
    async [Symbol.asyncDispose]() {
      watch.close();
      await rm(home, { recursive: true });
    },
  };
}

test("a folder that comes, a file in it, its edit and its end are told while a client is there", async () => {
  await using here = await looked();
  await mkdir(join(here.home, "p"));
  expect(await here.list()).toEqual([]);
  let changed = here.changed();
  await here.write("p/.claude/agents/one.md", "one");
  await changed;
  expect(await here.list()).toEqual(["one"]);
  changed = here.changed();
  await here.write("p/.claude/agents/one.md", "other");
  await changed;
  expect(await here.list()).toEqual(["other"]);
  changed = here.changed();
  await rm(join(here.home, "p/.claude"), { recursive: true });
  await changed;
  expect(await here.list()).toEqual([]);
});

test("an edit of a file that the user has linked is told", async () => {
  await using here = await looked();
  await here.write("elsewhere/one.md", "one");
  await mkdir(join(here.home, ".claude/agents"), { recursive: true });
  await symlink(join(here.home, "elsewhere/one.md"), join(here.home, ".claude/agents/one.md"));
  expect(await here.list()).toEqual(["one"]);
  const changed = here.changed();
  await here.write("elsewhere/one.md", "other");
  await changed;
  expect(await here.list()).toEqual(["other"]);
});

test("what one client has read anew is told to the others", async () => {
  await using here = await looked(1_000_000);
  await here.list();
  expect(await here.list()).toEqual([]);
  expect(here.changes()).toBe(0);
  await here.write("p/.claude/agents/one.md", "one");
  expect(await here.list()).toEqual(["one"]);
  expect(here.changes()).toBe(1);
});
