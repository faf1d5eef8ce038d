import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { AcpProgram, configuredAcpBackend } from "@switchyard/backend-acp";
import { describeBackend, type Stage } from "@switchyard/testkit/contract";
import { startModelApi } from "@switchyard/testkit/model-api";
import { expect, test } from "vitest";
import { unknownRequest } from "./acp-request.ts";
import { scriptedModel } from "./scripted-model.ts";
import { makeHome } from "./stage.ts";

const program = programOfThisMachine();

test("OpenCode has a program for Linux with x64, at least", () => {
  expect(program !== null || `${process.platform}-${process.arch}` !== "linux-x64").toBe(true);
});

if (program !== null) {
  const settings = { id: "opencode", displayName: "OpenCode", command: program, args: ["acp"] };
  describeBackend(configuredAcpBackend(AcpProgram.parse(settings)), {
    real: { stage: () => stage(program), situations: scriptedModel },
    told: { resume: true, setModel: true },
    unknownRequest,
  });
}

function programOfThisMachine(): string | null {
  try {
    const manifest = createRequire(import.meta.url).resolve("opencode-linux-x64/package.json");
    return join(dirname(manifest), "bin", "opencode");
  } catch {
    return null;
  }
}

async function stage(path: string): Promise<Stage> {
  const place = await makeHome();
  const api = await startModelApi();
  return {
    program: path,
    cwd: place.cwd,
    env: { ...place.env, ...(await api.opencodeEnv(place.home)) },
    async [Symbol.asyncDispose]() {
      await api[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
    },
  };
}
