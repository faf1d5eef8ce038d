import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { SessionId } from "@switchyard/core/protocol";
import { expect, it } from "vitest";
import { z } from "zod";
import { isUntouched, readLastLife } from "./life.ts";
import { type Log, makeLog } from "./log.ts";
import { openStore } from "./open-store.ts";
import { newSession, said, silent, testFolder, turnStarted } from "./test-log.ts";

it("After a clean end the logs are the same, and the file is known to be untouched", async () => {
  await using place = await yard();
  const before = place.open();
  await before.log.close();
  const last = readLastLife(place.file);
  expect([last?.state, last && isUntouched(place.file, last)]).toEqual(["closed", true]);
  expect(statSync(place.lifeFile).mode & 0o777).toBe(0o600);
  expect(place.open().logIds()).toEqual(before.logIds());
});

it("After a kill -9 of the bridge alone the logs are the same", async () => {
  await using place = await yard();
  const before = place.open();
  expect(before.kill().open().logIds()).toEqual(before.logIds());
});

it("After a power failure the logs that were begun are other ones", async () => {
  await using place = await yard();
  const before = place.open();
  const after = before.kill();
  after.editLife({ bootId: "another boot" });
  expectRenewed(before.logIds(), after.open().logIds());
});

it("Where the last life wrote nothing down the logs are other ones", async () => {
  await using place = await yard();
  const before = place.open();
  await before.log.close();
  rmSync(place.lifeFile);
  expectRenewed(before.logIds(), place.open().logIds());
});

it("A copy of earlier days in the log's place makes other logs of it", async () => {
  await using place = await yard();
  const early = place.open();
  await early.log.close();
  copyFileSync(place.file, `${place.file}.copy`);
  const late = place.open();
  await late.log.close();
  copyFileSync(`${place.file}.copy`, place.file);
  expectRenewed(late.logIds(), place.open().logIds());
});

it("A bridge that dies while the disk takes nothing leaves other logs, one that saw it take writes again does not", async () => {
  await using place = await yard();
  const before = place.open();
  before.refuse(true);
  const dead = before.kill();
  expect(readdirSync(dead.folder)).not.toContain("log.db-life.json");
  expectRenewed(before.logIds(), dead.open().logIds());
  before.refuse(false);
  expect(before.kill().open().logIds()).toEqual(before.logIds());
});

it("What is closed while the disk takes nothing is no clean end", async () => {
  await using place = await yard();
  const before = place.open();
  before.refuse(true);
  await before.log.close();
  expectRenewed(before.logIds(), place.open().logIds());
});

it("A file that was changed since it was closed is not untouched", async () => {
  await using place = await yard();
  await place.open().log.close();
  const last = readLastLife(place.file);
  utimesSync(place.file, 1, 1);
  expect(last && isUntouched(place.file, last)).toBe(false);
});

function expectRenewed(before: LogIds, after: LogIds): void {
  expect(after.begun).not.toBe(before.begun);
  expect(after.empty).toBe(before.empty);
}

interface LogIds {
  begun: string | undefined;
  empty: string | undefined;
}

/** A log with one session that has chunks and one that has none. */
async function yard() {
  const folder = await testFolder();
  const opened: Log[] = [];
  const sessions: { begun?: SessionId; empty?: SessionId } = {};
  let copies = 0;

  function at(folder: string) {
    const file = join(folder, "log.db");
    const lifeFile = `${file}-life.json`;

    function open() {
      const options = { file, logger: silent, now: Date.now, say: () => undefined };
      const store = openStore(options);
      const log = makeLog(store, options);
      opened.push(log);
      sessions.begun ??= newSession(log);
      sessions.empty ??= newSession(log);
      const { begun, empty } = sessions;
      if (log.lastSeq(begun) === 0) log.append(begun, [turnStarted], 1);
      log.flush();
      return {
        log,
        logIds: (): LogIds => ({ begun: log.session(begun)?.logId, empty: log.session(empty)?.logId }),
        refuse(isRefusing: boolean) {
          store.db.exec(`PRAGMA query_only = ${isRefusing ? "ON" : "OFF"}`);
          log.append(begun, [said("a")], 1);
          log.flush();
        },
        /** What a kill would leave of it now. */
        kill() {
          copies += 1;
          const copy = join(folder, String(copies));
          copyFolder(folder, copy);
          return at(copy);
        },
      };
    }

    return {
      folder,
      file,
      lifeFile,
      open,
      editLife(some: object) {
        const life = z.looseObject({}).parse(JSON.parse(readFileSync(lifeFile, "utf8")));
        writeFileSync(lifeFile, JSON.stringify({ ...life, ...some }));
      },
    };
  }

  return {
    ...at(folder.path),
    async [Symbol.asyncDispose]() {
      // Some are closed by their test.
      await Promise.allSettled(opened.map((log) => log.close()));
      await folder[Symbol.asyncDispose]();
    },
  };
}

function copyFolder(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isFile()) copyFileSync(join(from, entry.name), join(to, entry.name));
  }
}
