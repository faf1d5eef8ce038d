import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { claude } from "@switchyard/backend-claude";
import { describeBackend, type Stage } from "@switchyard/testkit/contract";
import { startModelApi } from "@switchyard/testkit/model-api";
import { question, scriptedModel } from "./scripted-model.ts";
import { makeHome } from "./stage.ts";

describeBackend(claude, {
  real: { stage, situations: { ...scriptedModel, question } },
  unknownRequest: {
    line: '{"type":"control_request","request_id":"from-the-future","request":{"subtype":"mcp_message"}}',
    id: "from-the-future",
  },
});

async function stage(): Promise<Stage> {
  const place = await makeHome();
  const api = await startModelApi();
  return {
    program: fileURLToPath(new URL("../../node_modules/.bin/claude", import.meta.url)),
    cwd: place.cwd,
    env: { ...place.env, ...api.env(join(place.home, "claude")) },
    async [Symbol.asyncDispose]() {
      await api[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
    },
  };
}
