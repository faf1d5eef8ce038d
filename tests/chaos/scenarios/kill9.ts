import { processesOf } from "../../integration/yard.ts";
import { logFaults } from "../checker/logs.ts";
import { messageFaults } from "../checker/messages.ts";
import { readLog } from "../collect.ts";
import type { Run } from "../run.ts";
import { someOrders } from "./prompts.ts";

/** The bridge is killed at any moment and started again: all is there, nothing is left open, and it goes on. */
export async function kill9(run: Run): Promise<void> {
  const { random, yard } = run;
  for (let others = random.below(3); others > 0; others -= 1) await yard.connect();
  const count = random.oneIn(40) ? 20 : 1 + random.below(4);
  const starting = Array.from({ length: count }, () => run.start(someOrders(random)));
  // Sometimes while they are still being started.
  if (!random.oneIn(4)) await Promise.all(starting);
  await (random.oneIn(3) ? run.moment(150) : run.someChunks(80));
  const sending = run.sessions.flatMap((id) =>
    Array.from({ length: random.below(3) }, () => run.send(id, "[[words 2]]")),
  );
  if (random.oneIn(2)) sending.push(run.answer(random.one(["allow_once", "reject_once"])));
  if (!random.oneIn(3)) await Promise.all(sending);
  await killAndRecover(run);
  await Promise.all([...starting, ...sending]);
  if (random.oneIn(3)) {
    for (const id of run.sessions) void run.send(id, someOrders(random));
    await run.someChunks(60);
    await killAndRecover(run);
  }
  await goOn(run);
}

/** Kills the bridge, starts it again, and looks at what it has made of what the dead one left. */
export async function killAndRecover(run: Run): Promise<void> {
  const { yard, driver } = run;
  await yard.kill();
  await yard.restart();
  const left = await processesOf(yard.home);
  if (left.length > 0)
    run.faults.push(`after a restart processes of the dead bridge live: ${left.join(", ")}`);
  const { sessions } = await driver.call("listSessions", {});
  const missing = run.sessions.filter((id) => !sessions.some(({ sessionId }) => sessionId === id));
  for (const id of missing) run.faults.push(`after a restart session ${id} is gone`);
  const logs = await Promise.all(sessions.map(({ sessionId }) => readLog(driver, sessionId)));
  const found = [
    ...logs.flatMap(logFaults),
    ...messageFaults({ logs, clients: [], processes: [], asked: run.asked }),
  ];
  run.faults.push(...found.map((fault) => `after a restart: ${fault}`));
  for (const { sessionId } of sessions) {
    const { queue } = await driver.call("listQueuedMessages", { sessionId });
    if (queue.some(({ held }) => !held))
      run.faults.push(`after a restart ${sessionId} has a queue that is not held`);
  }
}

/** A session that is talked to goes on. */
async function goOn(run: Run): Promise<void> {
  const [sessionId] = run.sessions;
  if (sessionId === undefined) return;
  await run.send(sessionId, "[[words 3]]");
  await run.ended(run.lastPrompt);
}
