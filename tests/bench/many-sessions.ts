import { fileURLToPath } from "node:url";
import { startYard } from "../integration/yard.ts";
import { openRawSocket } from "./raw-socket.ts";
import { ms, quantile, type Row, times } from "./report.ts";

/** How late a chunk comes where 10 and 100 sessions stream, each as much as the one that is the floor. */
export async function benchManySessions(): Promise<Row[]> {
  const alone = await delaysOf(1);
  const rows: Row[] = [];
  for (const sessions of [10, 100]) {
    const delays = await delaysOf(sessions);
    for (const share of [0.5, 0.99]) {
      const [measured, floor] = [quantile(delays, share), quantile(alone, share)];
      rows.push({
        what: `delay per chunk, p${share * 100}, ${sessions} sessions`,
        measured: ms(measured),
        floor: `${ms(floor)} (1 session)`,
        ratio: times(measured / floor),
        aim: sessions === 10 ? "≤ 2 ×" : "≤ 10 ×",
      });
    }
  }
  return rows;
}

const program = fileURLToPath(new URL("./ticking-claude.mjs", import.meta.url));

async function delaysOf(sessions: number): Promise<number[]> {
  // 100 sessions of this are 2,000 chunks a second: more than agents say, less than two cores can start CLIs for.
  const ticking = { TICKS: "100", TICK_GAP_MS: "50" };
  await using yard = await startYard({
    env: { SWITCHYARD_CLAUDE: program, ...ticking },
    settings: () => ({ maxProcesses: sessions + 10 }),
  });
  const socket = await openRawSocket(yard.bridge);
  const ids = await Promise.all(
    Array.from({ length: sessions }, async () => {
      const params = { persona: "none" as const, cliBackend: "claude" as const };
      return (await yard.client.call("startAgentSession", params)).sessionId;
    }),
  );
  for (const sessionId of ids) socket.send("subscribeSession", { sessionId });
  const turnOf = async (delays: number[]): Promise<void> => {
    let left = sessions;
    const done = socket.until((text, at) => {
      if (text.includes('"agent_message"')) delays.push(...delaysIn(text, at));
      left -= text.split('"turn_ended"').length - 1;
      return left === 0;
    });
    for (const sessionId of ids) socket.send("sendAgentMessage", { sessionId, message: "go" });
    await done;
  };
  // The first turn starts the CLIs.
  await turnOf([]);
  const delays: number[] = [];
  await turnOf(delays);
  socket.close();
  return delays;
}

/** The times that a frame carries, as delays in ms. */
function delaysIn(text: string, now: bigint): number[] {
  return [...text.matchAll(/\b(\d{10,20}) /g)].map((match) => Number(now - BigInt(match[1] ?? 0)) / 1e6);
}
