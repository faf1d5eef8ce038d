import type { Run } from "../run.ts";
import { killAndRecover } from "./kill9.ts";
import { badOrders } from "./prompts.ts";

/** Anything, in any order, with and without waiting for the one before it. */
export async function mixed(run: Run): Promise<void> {
  const { random, yard } = run;
  await run.start(badOrders(random));
  let doing: Promise<unknown>[] = [];
  for (let left = 6 + random.below(12); left > 0; left -= 1) {
    const isKill = random.oneIn(12);
    if (isKill) {
      await killAndRecover(run);
      await Promise.all(doing);
      doing = [];
    } else doing.push(someAct(run));
    if (random.oneIn(2)) await (random.oneIn(2) ? run.moment(40) : run.someChunks(40));
    if (random.oneIn(4)) await Promise.all(doing);
  }
  await Promise.all(doing);
  for (const client of yard.clients) client.resume();
}

function someAct(run: Run): Promise<unknown> {
  const { random, sessions, yard } = run;
  const [first, ...rest] = sessions;
  if (first === undefined || (sessions.length < 4 && random.oneIn(8))) return run.start(badOrders(random));
  const id = random.one([first, ...rest]);
  return random.one([
    () => run.send(id, badOrders(random)),
    () => run.send(id, badOrders(random), "now"),
    () => run.press("interruptAgentSession", id),
    () => run.press("stopAgentSession", id),
    () => run.press("resumeSession", id),
    () => run.press("switchActiveSession", id),
    () => run.answer(random.one(["allow_once", "reject_once"])),
    () => run.withdraw(),
    () => (yard.clients.length < 5 ? comeLate(run) : Promise.resolve()),
    () => cutOne(run),
    () => pauseOne(run),
  ])();
}

async function comeLate({ yard, sessions, random }: Run): Promise<void> {
  const client = await yard.connect();
  const from = random.one(["start", "now"] as const);
  await Promise.all(sessions.map((id) => client.follow(id, from).catch(() => undefined)));
}

async function cutOne({ yard, random }: Run): Promise<void> {
  const client = yard.clients[1 + random.below(4)];
  if (client === undefined) return;
  await client.cut();
  await client.connect(yard.bridge);
}

async function pauseOne({ yard, random, moment }: Run): Promise<void> {
  const client = yard.clients[1 + random.below(4)];
  client?.pause();
  await moment(60);
  client?.resume();
}
