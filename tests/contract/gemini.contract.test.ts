import { fileURLToPath } from "node:url";
import { gemini } from "@switchyard/backend-gemini";
import { describeBackend, type Stage } from "@switchyard/testkit/contract";
import { startModelApi } from "@switchyard/testkit/model-api";
import { unknownRequest } from "./acp-request.ts";
import { scriptedModel } from "./scripted-model.ts";
import { makeHome } from "./stage.ts";

describeBackend(gemini, { real: { stage, situations: scriptedModel }, unknownRequest });

async function stage(): Promise<Stage> {
  const place = await makeHome();
  const api = await startModelApi();
  return {
    program: fileURLToPath(new URL("../../node_modules/.bin/gemini", import.meta.url)),
    cwd: place.cwd,
    env: { ...place.env, ...(await api.geminiEnv(place.home)) },
    async [Symbol.asyncDispose]() {
      await api[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
    },
  };
}
