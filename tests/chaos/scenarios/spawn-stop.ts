import type { SessionId } from "@switchyard/core/protocol";
import type { Run } from "../run.ts";

/** Sessions are stopped, and more than once, while their process is being started: each turn ends once, nothing lives on. */
export async function spawnStop(run: Run): Promise<void> {
  const { random } = run;
  const sessions = await Promise.all(
    Array.from({ length: 2 + random.below(4) }, () => run.start("[[words 20]] [[hang]]")),
  );
  await Promise.all(
    sessions
      .filter((id) => id !== null)
      .map(async (id) => {
        for (let round = 1 + random.below(3); round > 0; round -= 1) await stopOnce(run, id);
      }),
  );
}

async function stopOnce(run: Run, id: SessionId): Promise<void> {
  const { random } = run;
  await (random.oneIn(2) ? run.moment(60) : run.someChunks(6));
  const stops = Array.from({ length: 1 + random.below(5) }, () =>
    run.press(random.oneIn(4) ? "interruptAgentSession" : "stopAgentSession", id),
  );
  if (random.oneIn(2)) stops.push(run.press("resumeSession", id));
  if (!random.oneIn(3)) await Promise.all(stops);
  await run.press("resumeSession", id);
  await run.send(id, "[[words 5]] [[hang]]", random.one(["queue", "now"]));
  await Promise.all(stops);
}
