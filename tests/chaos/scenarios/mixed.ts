import type { Run } from "../run.ts";
import { killAndRecover } from "./kill9.ts";
import { badOrders } from "./prompts.ts";

/** Anything, in any order, with and without waiting for the one before it. */
export async function mixed(run: Run): Promise<void> {
  const { random } = run;
  await run.start(badOrders(random));
  const asking: Promise<unknown>[] = [];
  // A client has one socket at a time: what is done to them is done one after the other.
  let moving: Promise<unknown> = Promise.resolve();
  for (let left = 6 + random.below(12); left > 0; left -= 1) {
    if (random.oneIn(12)) {
      await moving;
      await killAndRecover(run);
    } else if (random.oneIn(4)) {
      const move = someMove(run);
      moving = moving.then(move);
    } else asking.push(someCall(run));
    if (random.oneIn(2)) await (random.oneIn(2) ? run.moment(40) : run.someChunks(40));
    if (random.oneIn(4)) await Promise.all(asking);
  }
  await Promise.all([...asking, moving]);
}

function someCall(run: Run): Promise<unknown> {
  const { random, sessions } = run;
  const [first, ...rest] = sessions;
  if (first === undefined || (sessions.length < 4 && random.oneIn(6))) return run.start(badOrders(random));
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
  ])();
}

function someMove(run: Run): () => Promise<void> {
  const { random, yard } = run;
  return random.one([
    () => (yard.clients.length < 5 ? comeLate(run) : Promise.resolve()),
    () => cutOne(run),
    () => pauseOne(run),
  ]);
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
