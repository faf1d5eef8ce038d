import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AcpProgram, configuredAcpBackend } from "@switchyard/backend-acp";
import { describeBackend, type Effect, type Stage } from "@switchyard/testkit/contract";
import { unknownRequest } from "./acp-request.ts";
import { demoAgent, demoOrders, nodeStage } from "./demo-agent.ts";

/** Two backends that are nothing but configuration: what they can do, their programs tell. */
function configured(id: string, displayName: string, module: string) {
  const settings = { id, displayName, command: process.execPath, args: [module] };
  return configuredAcpBackend(AcpProgram.parse(settings));
}

describeBackend(configured("agent-with-modes", "An agent with modes", demoAgent), {
  real: { stage: () => nodeStage([]), situations: demoOrders },
  told: {
    resume: true,
    images: true,
    files: ["*"],
    setPermissionMode: true,
    permissionModes: ["default", "acceptEdits", "plan"],
  },
  unknownRequest,
});

const smallAgent = fileURLToPath(new URL("../fixtures/acp-agent/agent.ts", import.meta.url));

describeBackend(configured("small-agent", "An agent on the protocol's own library", smallAgent), {
  real: {
    stage: () => nodeStage([]),
    situations: {
      plain: { prompt: "hello", says: "You said: hello" },
      followUp: { tell: "My word is medlar.", ask: "recall", answer: "My word is medlar." },
      stream: "hang",
      permission: touch,
      question: {
        prompt: "elicit",
        answers: ["Ada", "blue", "3", "true"],
        says: 'It is {"name":"Ada","colour":"blue","copies":3,"isPublic":true}.',
      },
      attachments: { prompt: "look", says: ["image image/png, resource text/plain"] },
    },
  },
  told: { resume: true, images: true, files: ["*"] },
  lacks: ["usage"],
  unknownRequest,
});

let serial = 0;

function touch({ cwd }: Stage): Effect {
  serial += 1;
  const file = join(cwd, `made-${serial}.txt`);
  return { prompt: `touch ${file}`, isDone: () => existsSync(file) };
}
