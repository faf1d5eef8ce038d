import { demo } from "@switchyard/backend-demo";
import { describeBackend } from "@switchyard/testkit/contract";
import { unknownRequest } from "./acp-request.ts";
import { demoAgent, demoOrders, nodeStage } from "./demo-agent.ts";

describeBackend(demo, {
  real: { stage: () => nodeStage([demoAgent]), situations: demoOrders },
  unknownRequest,
});
