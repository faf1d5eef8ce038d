import { afterAll } from "vitest";
import { startYard, type Yard, type YardOptions, yardOf } from "./yard.ts";

/**
 * Lends one yard to the tests of a file, made for the first that borrows it. Each has a client of its own, which has
 * seen nothing of the others, and finds neither a session nor a process of theirs, however they ended.
 */
export function lender(options: YardOptions = {}): () => Promise<Yard> {
  let shared: Promise<Yard> | undefined;
  afterAll(async () => (await shared)?.[Symbol.asyncDispose]());

  return async () => {
    shared ??= startYard(options);
    const { api, bridge, client: own } = await shared;
    const { sessions } = await own.call("listSessions", {});
    await Promise.all(sessions.map(({ sessionId }) => own.call("deleteSession", { sessionId })));
    // A count that a test waits for is its own.
    await api.untilHolding(0);
    // Only now: it hears nothing of what was cleared away.
    const client = await bridge.connect();
    return {
      ...yardOf({ api, bridge, client }),
      [Symbol.asyncDispose]: async () => client.close(),
    };
  };
}
