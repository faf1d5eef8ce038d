import type { SessionId } from "@switchyard/core/protocol";
import { makeRecordingClient, type RecordingClient } from "@switchyard/testkit/bridge";
import type { Run } from "../run.ts";
import type { ChaosYard } from "../yard.ts";

/** Clients read nothing while 100 MB are said: the others see them all, the bridge keeps little, and who reads on gets them later. */
export async function paused(run: Run): Promise<void> {
  const { random, yard } = run;
  const [slow, other] = [await yard.connect(), await yard.connect()];
  const sessionId = await run.start("[[words 20]] [[megabytes 100]]");
  const beside = await run.start("[[words 200]]");
  if (sessionId === null || beside === null) return;
  await run.moment(50);
  slow.pause();
  const silent = await Promise.all(Array.from({ length: SILENT }, () => connectSilent(yard, sessionId)));
  await run.ended(1);
  await run.ended(2);
  await run.send(beside, "[[words 5]]");
  await run.ended(run.lastPrompt);
  if (slow.count >= other.count)
    run.faults.push("the paused client was not behind: the scenario proves nothing");
  await Promise.all(silent.map((client) => client.cut()));
  if (!random.oneIn(4)) return slow.resume();
  await slow.cut();
  await slow.connect(yard.bridge);
}

/** So many that what waited for them in memory would be seen beside whatever else takes memory. */
const SILENT = 8;

async function connectSilent(yard: ChaosYard, sessionId: SessionId): Promise<RecordingClient> {
  const client = makeRecordingClient("a client that never reads on");
  await client.connect(yard.bridge);
  await client.follow(sessionId, "start");
  client.pause();
  return client;
}
