import { execFile } from "node:child_process";
import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { PersonaId } from "@switchyard/core/protocol";
import { startBridge } from "@switchyard/testkit/bridge";
import { expect, test } from "vitest";
import { readGuide } from "./guide.ts";
import { bridgeMain } from "./yard.ts";

const COMMAND = fileURLToPath(new URL("../../apps/bridge/bin/switchyard.js", import.meta.url));
const EXAMPLE = fileURLToPath(new URL("../../examples/persona-pack", import.meta.url));
const NAME = "switchyard-example-personas";

/** An empty folder, and a user who has nothing yet. */
async function emptyFolder() {
  const { path, ...place } = await mkdtempDisposable(join(tmpdir(), "switchyard-author-"));
  const env = { PATH: process.env["PATH"], HOME: path, XDG_DATA_HOME: path };
  return {
    ...place,
    path,
    /** Runs commands of a guide; without a terminal to ask at, what asks is agreed to. */
    async sh(script: string): Promise<string> {
      const typed = script.replaceAll("npx switchyard", `"${process.execPath}" "${COMMAND}"`);
      const agreed = typed.replaceAll(/ (add|update) .*$/gm, "$& --yes");
      return (await promisify(execFile)("sh", ["-ec", agreed], { cwd: path, env })).stdout;
    },
    async write(file: string, text: string): Promise<void> {
      await mkdir(dirname(join(path, file)), { recursive: true });
      await writeFile(join(path, file), text);
    },
  };
}

test("the guide leads from an empty folder to a pack that others can install", async () => {
  const { files, scripts } = await readGuide("write-a-persona-pack");
  const [check = "", add = "", update = "", look = "", ...more] = scripts;
  expect(more).toEqual([]);
  await using folder = await emptyFolder();
  const { "my-pack/package.json": manifest = "", ...texts } = Object.fromEntries(files);
  for (const [file, text] of Object.entries(texts)) await folder.write(file, text);
  expect(await folder.sh(check)).toBe("1 persona, no problems.\n");
  expect(await folder.sh(add)).toContain("my-pack 1.0.0 is installed.\n");

  await folder.write("my-pack/writer/chat.md", "Answer in one line.\n");
  await folder.write("my-pack/pack.yaml", `${texts["my-pack/pack.yaml"]}`.replace("1.0.0", "1.0.1"));
  const updated = await folder.sh(update);
  expect(updated).toContain("+Answer in one line.\n");
  expect(updated).toMatch(/^my-pack +1\.0\.1 +writer /m);

  await folder.write("my-pack/pack.yaml", `${texts["my-pack/pack.yaml"]}`);
  await folder.write("my-pack/package.json", manifest);
  expect(await folder.sh(look)).toMatch(/^1 persona, no problems\.\nmy-pack-1\.0\.0\.tgz$/m);
});

test("a bridge that runs offers the example as soon as a command has installed it, and no longer than that", async () => {
  await using folder = await emptyFolder();
  await using bridge = await startBridge({ main: bridgeMain, home: folder.path });
  const client = await bridge.connect();
  const example = async () => {
    const { personas } = await client.call("listPersonas", {});
    return personas.filter(({ layer }) => layer === "installed").map(({ id, source }) => [id, source]);
  };
  expect(await example()).toEqual([]);
  await folder.sh(`npx switchyard personas add "${EXAMPLE}"`);
  await client.until("packs-changed", ({ packs }) => packs.length === 1);
  expect(await example()).toEqual([
    ["writer", NAME],
    ["security-reviewer", NAME],
  ]);
  const given = { persona: PersonaId.parse("writer"), variables: { audience: "nurses" } };
  expect((await client.call("previewPrompt", given)).prompt).toContain("You write for nurses.");
  await folder.sh(`npx switchyard personas remove ${NAME}`);
  await client.until("packs-changed", ({ packs }) => packs.length === 0);
  expect(await example()).toEqual([]);
});
