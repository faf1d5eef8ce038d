import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { StartError } from "../start-error.ts";
import { writeLaunchFile } from "./launch-file.ts";
import { locateDataFolder } from "./locate.ts";
import { lockDataFolder } from "./lock.ts";
import { prepareDataFolder } from "./prepare.ts";
import { ensureToken, readToken, replaceToken } from "./token.ts";
import { watchToken } from "./watch-token.ts";

describe("the data folder", () => {
  test.each<[string, Record<string, string>, NodeJS.Platform, string]>([
    [
      "SWITCHYARD_HOME",
      { SWITCHYARD_HOME: "/data/mine", XDG_DATA_HOME: "/xdg", HOME: "/home/u" },
      "linux",
      "/data/mine",
    ],
    ["XDG_DATA_HOME", { XDG_DATA_HOME: "/xdg", HOME: "/home/u" }, "linux", "/xdg/switchyard"],
    ["XDG_DATA_HOME on a Mac too", { XDG_DATA_HOME: "/xdg", HOME: "/Users/u" }, "darwin", "/xdg/switchyard"],
    [
      "the default for a relative XDG_DATA_HOME",
      { XDG_DATA_HOME: "xdg", HOME: "/home/u" },
      "linux",
      "/home/u/.local/share/switchyard",
    ],
    [
      "the default for empty ones",
      { SWITCHYARD_HOME: "", XDG_DATA_HOME: "", HOME: "/home/u" },
      "linux",
      "/home/u/.local/share/switchyard",
    ],
    [
      "the Mac's own place",
      { HOME: "/Users/u" },
      "darwin",
      "/Users/u/Library/Application Support/Switchyard",
    ],
    ["Windows' own place", { LOCALAPPDATA: "/AppData/Local" }, "win32", "/AppData/Local/Switchyard"],
  ])("is %s", (_name, env, platform, expected) => {
    expect(locateDataFolder(env, platform)).toBe(expected);
  });

  test("is made for its user alone, and closed where it was open", async () => {
    await using folder = await temporary();
    const data = join(folder.path, "a", "b");
    await prepareDataFolder(data);
    expect(await mode(data)).toBe("700");
    await chmod(data, 0o755);
    await prepareDataFolder(data);
    expect(await mode(data)).toBe("700");
  });

  test("that is a file is refused by name", async () => {
    await using folder = await temporary();
    const file = join(folder.path, "file");
    await writeFile(file, "");
    await expect(prepareDataFolder(file)).rejects.toThrow(StartError);
    await expect(prepareDataFolder(file)).rejects.toThrow(file);
  });
});

describe("the token", () => {
  test("is 32 random bytes in a file of its user's own, and stays", async () => {
    await using folder = await temporary();
    const token = await ensureToken(folder.path);
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    expect(await mode(join(folder.path, "token"))).toBe("600");
    expect(await ensureToken(folder.path)).toBe(token);
    expect(await readdir(folder.path)).toEqual(["token"]);
  });

  test("that others could read is closed to them", async () => {
    await using folder = await temporary();
    await ensureToken(folder.path);
    await chmod(join(folder.path, "token"), 0o644);
    await ensureToken(folder.path);
    expect(await mode(join(folder.path, "token"))).toBe("600");
  });

  test.each(["", "short", "x".repeat(44), `${"x".repeat(42)}=`, "\0".repeat(43)])(
    "that is none is made anew: %j",
    async (content) => {
      await using folder = await temporary();
      await writeFile(join(folder.path, "token"), content);
      const token = await ensureToken(folder.path);
      expect([token.length, token === content]).toEqual([43, false]);
    },
  );

  test("that is replaced is told to who watches, each time, also when the file was away", async () => {
    await using folder = await temporary();
    const current = await ensureToken(folder.path);
    const told: string[] = [];
    let wake = (): void => {};
    const stop = watchToken(folder.path, {
      current,
      onReplaced: (token) => {
        told.push(token);
        wake();
      },
    });
    for (let round = 1; round <= 3; round += 1) {
      const next = new Promise<void>((resolve) => (wake = resolve));
      if (round === 3) await rm(join(folder.path, "token"));
      const token = await replaceToken(folder.path);
      await next;
      expect(told.at(-1)).toBe(token);
    }
    stop();
    expect(told).toHaveLength(3);
    expect(await readToken(folder.path)).toBe(told[2]);
  });
});

describe("the lock", () => {
  test("of a bridge that lives names its pid", async () => {
    await using folder = await temporary();
    await using _lock = await lockDataFolder(folder.path);
    await expect(lockDataFolder(folder.path)).rejects.toThrow(StartError);
    await expect(lockDataFolder(folder.path)).rejects.toThrow(`pid ${process.pid}`);
    expect([await mode(join(folder.path, "lock")), await mode(join(folder.path, "bridge.pid"))]).toEqual([
      "600",
      "600",
    ]);
  });

  test("is free when its bridge has ended", async () => {
    await using folder = await temporary();
    await (await lockDataFolder(folder.path)).release();
    expect(await readdir(folder.path)).toEqual(["lock"]);
    await using _again = await lockDataFolder(folder.path);
  });

  test.each(["", "12", "no pid", "\0"])("does not trust what it finds written: %j", async (content) => {
    await using folder = await temporary();
    await writeFile(join(folder.path, "bridge.pid"), content);
    await using _lock = await lockDataFolder(folder.path);
    expect(await readFile(join(folder.path, "bridge.pid"), "utf8")).toBe(`${process.pid}\n`);
  });

  test("that something else is is refused by name, and left as it is", async () => {
    await using folder = await temporary();
    await writeFile(join(folder.path, "lock"), "x".repeat(5000));
    await expect(lockDataFolder(folder.path)).rejects.toThrow(join(folder.path, "lock"));
    expect(await readFile(join(folder.path, "lock"), "utf8")).toBe("x".repeat(5000));
  });

  test("goes to one of many that want it, and from one that was killed to the next", async () => {
    await using folder = await temporary();
    for (let round = 0; round < 2; round += 1) {
      const rivals = Array.from({ length: 4 }, () => rival(folder.path));
      const words = await Promise.all(rivals.map(({ word }) => word));
      expect(words.toSorted()).toEqual(["refused", "refused", "refused", "taken"]);
      for (const { child } of rivals) child.kill("SIGKILL");
      await Promise.all(rivals.map(({ ended }) => ended));
    }
  });
});

describe("the launch file", () => {
  test("leads to the address and is its user's own", async () => {
    await using folder = await temporary();
    const file = await writeLaunchFile(folder.path, "http://127.0.0.1:4711/#token=T");
    expect(await mode(file.path)).toBe("600");
    expect(await readFile(file.path, "utf8")).toContain('content="0; url=http://127.0.0.1:4711/#token=T"');
    await file.remove();
    expect(await readdir(folder.path)).toEqual([]);
  });
});

/** Another process that wants the lock, says whether it has it, and keeps it. */
function rival(folder: string) {
  const script = `
    const { lockDataFolder } = await import(${JSON.stringify(join(import.meta.dirname, "lock.ts"))});
    const lock = await lockDataFolder(process.argv[1]).catch(() => undefined);
    process.stdout.write(lock === undefined ? "refused" : "taken");
    setInterval(() => lock, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return {
    child,
    ended: once(child, "exit"),
    word: once(child.stdout, "data").then(([data]) => String(data)),
  };
}

async function mode(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}

async function temporary(): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), "data-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}
