import type { Run } from "../run.ts";
import { badOrders } from "./prompts.ts";

/** CLIs die in the midst of a line, with much unread, or with children: their turns end once, and the next message goes on. */
export async function midLine(run: Run): Promise<void> {
  const { random, yard } = run;
  if (random.oneIn(2)) await yard.connect();
  const sessions = await Promise.all(
    Array.from({ length: 1 + random.below(4) }, () => run.start(badOrders(random))),
  );
  for (const id of sessions.filter((each) => each !== null)) {
    for (let left = 1 + random.below(2); left > 0; left -= 1) {
      await run.send(id, badOrders(random), random.one(["queue", "now"]));
      await run.someChunks(20);
      if (random.oneIn(3)) await run.answer("allow_once");
    }
    // Whatever has become of the turn before it, this one is said and ends.
    await run.send(id, "[[words 3]]", "now");
    await run.ended(run.lastPrompt);
  }
}
