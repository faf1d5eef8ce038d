import { describeBackend, type Stage } from "@switchyard/testkit/contract";
import { ECHO_CLI, echoBackend } from "../fixtures/per-turn/backend.ts";
import { makeHome } from "./stage.ts";

describeBackend(echoBackend, {
  real: {
    stage,
    situations: {
      plain: { prompt: "here I am", says: "here I am" },
      followUp: { tell: "my word is medlar", ask: "recall", answer: "my word is medlar" },
      stream: "hang",
    },
  },
});

async function stage(): Promise<Stage> {
  const place = await makeHome();
  return {
    program: ECHO_CLI,
    cwd: place.cwd,
    env: { ...place.env, ECHO_CLI_HOME: place.home },
    [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
  };
}
