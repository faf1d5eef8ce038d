import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtempDisposable, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type Client, startBridge, WireRefusal } from "@switchyard/testkit/bridge";
import { expect, test } from "vitest";
import { bridgeMain } from "../integration/yard.ts";
import { HOSTILE, type HostilePack, SOUND } from "./hostile-packs.ts";
import { longName, tarball, type TarPart } from "./tar-writer.ts";

test("every hostile pack is refused by name, and leaves nothing behind; a sound one in any archive is taken", async () => {
  await using home = await mkdtempDisposable(join(tmpdir(), "switchyard-packs-"));
  const temporary = join(home.path, "tmp");
  await mkdir(temporary);
  await mkdir(join(home.path, "switchyard"));
  // Whatever looks for a CLI would write in the home, too.
  const settings = { backendsOff: ["claude", "gemini", "demo"] };
  await writeFile(join(home.path, "switchyard", "settings.json"), JSON.stringify(settings));
  await using bridge = await startBridge({ main: bridgeMain, home: home.path, env: { TMPDIR: temporary } });
  const client = await bridge.connect();
  const left = async (): Promise<string> => {
    const paths = await readdir(home.path, { recursive: true });
    // Made some time after the bridge has started.
    const steady = paths.filter((path) => !path.includes("search.db"));
    return steady.toSorted().join("\n");
  };

  const before = await left();
  const faults: string[] = [];
  for (const hostile of HOSTILE) {
    const fault = await notRefused(hostile, client);
    if (fault !== null) faults.push(fault);
    // Once is enough: what one left stands in all that follow.
    expect(await left(), hostile.what).toBe(before);
  }
  expect(faults).toEqual([]);

  for (const [what, parts] of archives) {
    await using place = await mkdtempDisposable(join(tmpdir(), "sound-"));
    const spec = join(place.path, "acme.tar.gz");
    await writeFile(spec, tarball(parts));
    const { review } = await client.call("installPack", { kind: "personas", spec });
    expect(
      review.files.map(({ path }) => path),
      what,
    ).toEqual(["pack.yaml", "reviewer/chat.md", "reviewer/persona.md"]);
    expect(review.origin).toBe("archive");
    await client.call("discardPack", { hash: review.hash });
  }
  expect(await left()).toBe(before);
  expect(await client.call("listPacks", {})).toEqual({ packs: [], isSafe: false });
});

test("a command that is ended while npm fetches ends npm, and leaves nothing behind", async () => {
  await using place = await mkdtempDisposable(join(tmpdir(), "switchyard-packs-"));
  const npm = '#!/bin/sh\necho $$ > "$HOME/pid"\nkill -TERM $PPID\nexec /bin/sleep 60\n';
  await writeFile(join(place.path, "npm"), npm, { mode: 0o755 });
  const data = join(place.path, "data");
  const command = spawn(process.execPath, [bridgeMain, "personas", "add", "acme", "--yes"], {
    env: { PATH: place.path, HOME: place.path, TMPDIR: place.path, SWITCHYARD_HOME: data },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const said = text(command.stderr);
  expect(await once(command, "exit")).toEqual([1, null]);
  expect(await said).toContain("Switchyard ends.");
  const pid = Number(await readFile(join(place.path, "pid"), "utf8"));
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  expect(await readdir(data)).toEqual([]);
});

const sound = Object.entries(SOUND);
/** As archivers write them. */
const archives: readonly (readonly [string, readonly TarPart[]])[] = [
  ["npm's", sound.map(([name, content]) => ({ name: `package/${name}`, content }))],
  ["without a folder", sound.map(([name, content]) => ({ name, content }))],
  [
    "of a folder from inside",
    [
      { name: "./", type: "5" },
      { name: "./reviewer/", type: "5" },
      ...sound.map(([name, content]) => ({ name: `./${name}`, content })),
    ],
  ],
  [
    "git's",
    [
      {
        name: "pax_global_header",
        type: "g",
        content: "52 comment=0123456789012345678901234567890123456789\n",
      },
      { name: "acme-1.0/", type: "5" },
      ...sound.map(([name, content]) => ({ name: `acme-1.0/${name}`, content })),
    ],
  ],
  [
    "with long names",
    sound.flatMap(([name, content]) => [
      longName(`${"a".repeat(200)}/${name}`),
      { name: "cut off", content },
    ]),
  ],
  [
    "with GNU's long names",
    sound.flatMap(([name, content]) => [
      { name: "././@LongLink", type: "L", content: `${"a".repeat(200)}/${name}\0` },
      { name: "cut off", content },
    ]),
  ],
];

/** Null: it was refused as it should be. */
async function notRefused(hostile: HostilePack, client: Client): Promise<string | null> {
  const { what, says, code = "INVALID_PACK", kind = "personas", write } = hostile;
  await using place = await mkdtempDisposable(join(tmpdir(), "hostile-"));
  const refusal = await client.call("installPack", { kind, spec: write(place.path) }).then(
    ({ review }) => review,
    (error: unknown) => error,
  );
  if (!(refusal instanceof WireRefusal)) return `${what} was taken: ${JSON.stringify(refusal)}`;
  return refusal.code === code && refusal.message.includes(says) ? null : `${what}: ${refusal.message}`;
}
