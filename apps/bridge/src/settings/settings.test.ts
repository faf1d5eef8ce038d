import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BackendId, SwitchyardError } from "@switchyard/core/protocol";
import { describe, expect, test } from "vitest";
import { StartError } from "../start-error.ts";
import { openSettings } from "./settings.ts";

const gemini = BackendId.parse("gemini");

describe("settings", () => {
  test("have defaults, and no file is written for them", async () => {
    await using folder = await temporary();
    const settings = await openSettings(folder.path);
    expect(settings.get()).toEqual({
      cliBackend: null,
      backendsOff: [],
      allowOrigins: [],
      backends: {},
      acpBackends: [],
      maxProcesses: null,
      sleepAfterMinutes: 30,
      keepStoppedDays: null,
      resumesAfterLimit: false,
      sessionBudgetUsd: null,
    });
    await expect(stat(folder.file)).rejects.toThrow("ENOENT");
  });

  test("are read from a file, and origins as browsers write them", async () => {
    await using folder = await temporary(
      '\uFEFF{"cliBackend":"gemini","allowOrigins":["https://Phone.example/"],"backends":{"claude":{"path":"/bin/claude"}},"backendsOff":["gemini"],"acpBackends":[{"id":"opencode","displayName":"OpenCode","command":"opencode","args":["acp"]}],"maxProcesses":4,"sleepAfterMinutes":null,"keepStoppedDays":90}',
    );
    expect((await openSettings(folder.path)).get()).toEqual({
      cliBackend: "gemini",
      allowOrigins: ["https://phone.example"],
      backends: { claude: { path: "/bin/claude" } },
      backendsOff: ["gemini"],
      acpBackends: [{ id: "opencode", displayName: "OpenCode", command: "opencode", args: ["acp"], env: {} }],
      maxProcesses: 4,
      sleepAfterMinutes: null,
      keepStoppedDays: 90,
      resumesAfterLimit: false,
      sessionBudgetUsd: null,
    });
  });

  test("that change keep what they do not name, what is unknown, and what was edited meanwhile", async () => {
    await using folder = await temporary(
      '{"theme":"dark","backends":{"claude":{"path":"/a","color":"red"}}}',
    );
    const settings = await openSettings(folder.path);
    await writeFile(folder.file, '{"theme":"light","backends":{"claude":{"path":"/a","color":"red"}}}');
    expect((await settings.update({ cliBackend: gemini })).cliBackend).toBe("gemini");
    expect(JSON.parse(await readFile(folder.file, "utf8"))).toEqual({
      theme: "light",
      backends: { claude: { path: "/a", color: "red" } },
      cliBackend: "gemini",
    });
    expect((await stat(folder.file)).mode & 0o777).toBe(0o600);
    expect((await openSettings(folder.path)).get().cliBackend).toBe("gemini");
  });

  test("that change twice at once are both kept", async () => {
    await using folder = await temporary();
    const settings = await openSettings(folder.path);
    await Promise.all([
      settings.update({ cliBackend: gemini }),
      settings.update({ allowOrigins: ["https://phone.example"] }),
    ]);
    expect(settings.get()).toMatchObject({ cliBackend: "gemini", allowOrigins: ["https://phone.example"] });
    expect(JSON.parse(await readFile(folder.file, "utf8"))).toEqual({
      cliBackend: "gemini",
      allowOrigins: ["https://phone.example"],
    });
  });

  test.each([
    ["empty", "", /not a JSON object/],
    ["half written", '{"cliBackend":"gem', /not a JSON object/],
    ["a list", "[]", /not a JSON object/],
    ["null", "null", /not a JSON object/],
    ["wrong in a value", '{"cliBackend":7}', /cliBackend: /],
    ["no slug", '{"cliBackend":"../x"}', /cliBackend: must be a slug/],
    [
      "an origin with a path",
      '{"allowOrigins":["https://a.example/b"]}',
      /allowOrigins\.0: must be an origin/,
    ],
    ["a wildcard", '{"allowOrigins":["https://*.example"]}', /allowOrigins\.0: must be an origin/],
    ["every origin", '{"allowOrigins":["*"]}', /allowOrigins\.0: must be an origin/],
    ["no origin", '{"allowOrigins":["null"]}', /allowOrigins\.0: must be an origin/],
    ["an origin of files", '{"allowOrigins":["file:///"]}', /allowOrigins\.0: must be an origin/],
    ["an empty program", '{"backends":{"claude":{"path":""}}}', /backends\.claude\.path: /],
    [
      "a program without a command",
      '{"acpBackends":[{"id":"x","displayName":"X"}]}',
      /acpBackends\.0\.command: /,
    ],
    ["a backend that is no slug", '{"backends":{"a b":{}}}', /backends\.a b: /],
  ])("that are %s are refused by file and key, and never overwritten", async (_name, content, message) => {
    await using folder = await temporary(content);
    const opening = openSettings(folder.path);
    await expect(opening).rejects.toThrow(StartError);
    await expect(opening).rejects.toThrow(message);
    await expect(opening).rejects.toThrow(folder.file);
    expect(await readFile(folder.file, "utf8")).toBe(content);
  });

  test("that broke meanwhile are not overwritten by a change", async () => {
    await using folder = await temporary();
    const settings = await openSettings(folder.path);
    await writeFile(folder.file, "{half");
    await expect(settings.update({ cliBackend: gemini })).rejects.toThrow(SwitchyardError);
    expect(await readFile(folder.file, "utf8")).toBe("{half");
    expect(settings.get().cliBackend).toBe(null);
  });

  test.skipIf(process.getuid?.() === 0)("that may not be read are refused by file", async () => {
    await using folder = await temporary("{}");
    await chmod(folder.file, 0o000);
    await expect(openSettings(folder.path)).rejects.toThrow(folder.file);
  });
});

async function temporary(content?: string): Promise<AsyncDisposable & { path: string; file: string }> {
  const path = await mkdtemp(join(tmpdir(), "settings-"));
  const file = join(path, "settings.json");
  if (content !== undefined) await writeFile(file, content);
  return { path, file, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}
