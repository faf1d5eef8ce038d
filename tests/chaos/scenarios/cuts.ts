import type { RecordingClient } from "@switchyard/testkit/bridge";
import type { Run } from "../run.ts";

/** Sockets are cut again and again while sessions stream: whoever comes back goes on where it was. */
export async function cuts(run: Run): Promise<void> {
  const { random, yard } = run;
  const others = await Promise.all(Array.from({ length: 1 + random.below(4) }, () => yard.connect()));
  const count = 1 + random.below(3);
  const orders = (): string =>
    random.one([
      "[[words 400]]",
      "[[flood 4000]]",
      "[[words 100]] [[flood 2000]] [[words 200]]",
      "[[megabytes 8]]",
    ]);
  await Promise.all(Array.from({ length: count }, () => run.start(orders())));
  const prompts = Array.from({ length: count }, (_, index) => index + 1);
  const streaming = { isOver: false };
  const cutting = others.map(async (client) => {
    while (!streaming.isOver) await cutOnce(run, client);
  });
  await Promise.all(prompts.map((prompt) => run.ended(prompt)));
  streaming.isOver = true;
  await Promise.all(cutting);
}

async function cutOnce(run: Run, client: RecordingClient): Promise<void> {
  await run.moment(50);
  await client.cut();
  if (run.random.oneIn(3)) await run.moment(20);
  await client.connect(run.yard.bridge);
}
