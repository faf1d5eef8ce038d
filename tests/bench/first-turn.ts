import { startYard } from "../integration/yard.ts";
import { type Contestant, contestants, PROMPT } from "./contestants.ts";
import { makePlace } from "./place.ts";
import { more, ms, quantile, type Row } from "./report.ts";

const ROUNDS = 4;

/** From nothing until the first text of a first turn, the program's own start included. */
export async function benchFirstTurn(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const contestant of contestants) {
    const bare: number[] = [];
    const bridge: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      bare.push(await overPipe(contestant));
      bridge.push(await overBridge(contestant));
    }
    // The first round pays for files that are not in the machine's memory yet.
    const [pipeMs, bridgeMs] = [bare, bridge].map((all) => quantile(all.slice(1), 0.5)) as [number, number];
    rows.push({
      what: `first turn, first text (${contestant.backend})`,
      measured: ms(bridgeMs),
      floor: `${ms(pipeMs)} (bare pipe)`,
      ratio: more(bridgeMs - pipeMs),
      aim: "none",
    });
  }
  return rows;
}

async function overPipe({ startBare }: Contestant): Promise<number> {
  await using place = await makePlace();
  const from = performance.now();
  await using cli = await startBare(place);
  const { ended } = await cli.turn(PROMPT);
  const took = performance.now() - from;
  await ended;
  return took;
}

async function overBridge({ backend }: Contestant): Promise<number> {
  await using yard = await startYard();
  const from = performance.now();
  const sessionId = await yard.start({ cliBackend: backend, prompt: PROMPT });
  await yard.chunk(sessionId, "agent_message");
  const took = performance.now() - from;
  await yard.ended(sessionId, 1);
  return took;
}
