import { startYard } from "../integration/yard.ts";
import { startBareClaude } from "./bare-claude.ts";
import { type Contestant, contestants, PROMPT } from "./contestants.ts";
import { makePlace } from "./place.ts";
import { more, ms, quantile, type Row, times } from "./report.ts";

/** From a follow-up's sending until its first text: bare pipe, bridge, and a process per turn. */
export async function benchFollowUp(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const contestant of contestants) {
    const pipeMs = quantile(await overPipe(contestant, 20), 0.5);
    const bridgeMs = quantile(await overBridge(contestant, 20), 0.5);
    rows.push({
      what: `follow-up, first text (${contestant.backend})`,
      measured: ms(bridgeMs),
      floor: `${ms(pipeMs)} (bare pipe)`,
      ratio: more(bridgeMs - pipeMs),
      aim: "+5 ms",
    });
    if (contestant.backend !== "claude") continue;
    const perTurnMs = quantile(await processPerTurn(5), 0.5);
    rows.push({
      what: "process per turn, first text (claude)",
      measured: ms(perTurnMs),
      floor: `${ms(bridgeMs)} (bridge)`,
      ratio: times(perTurnMs / bridgeMs),
      aim: "≥ 15 ×",
    });
  }
  return rows;
}

async function overPipe({ startBare }: Contestant, turns: number): Promise<number[]> {
  await using place = await makePlace();
  await using cli = await startBare(place);
  const measured: number[] = [];
  for (let turn = 0; turn <= turns; turn += 1) {
    const from = performance.now();
    const { ended } = await cli.turn(PROMPT);
    if (turn > 0) measured.push(performance.now() - from);
    await ended;
  }
  return measured;
}

async function overBridge({ backend }: Contestant, turns: number): Promise<number[]> {
  await using yard = await startYard();
  const sessionId = await yard.start({ cliBackend: backend, prompt: PROMPT });
  await yard.ended(sessionId, 1);
  const measured: number[] = [];
  for (let turn = 2; turn <= turns + 1; turn += 1) {
    const from = performance.now();
    const first = yard.chunk(sessionId, "agent_message", (chunk) => chunk.turn === turn);
    await yard.client.call("sendAgentMessage", { sessionId, message: PROMPT });
    await first;
    measured.push(performance.now() - from);
    await yard.ended(sessionId, turn);
  }
  return measured;
}

async function processPerTurn(turns: number): Promise<number[]> {
  await using place = await makePlace();
  const id = "22222222-2222-4222-8222-222222222222";
  const measured: number[] = [];
  for (let turn = 0; turn <= turns; turn += 1) {
    const from = performance.now();
    await using cli = startBareClaude(place, [turn === 0 ? `--session-id=${id}` : `--resume=${id}`]);
    await cli.turn(PROMPT);
    if (turn > 0) measured.push(performance.now() - from);
    await cli.end();
  }
  return measured;
}
