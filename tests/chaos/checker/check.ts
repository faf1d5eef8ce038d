import { clientFaults } from "./clients.ts";
import type { Histories } from "./histories.ts";
import { logFaults } from "./logs.ts";
import { messageFaults } from "./messages.ts";
import { processFaults } from "./processes.ts";

export type { Histories } from "./histories.ts";

/** Everything that must hold of the histories and does not, in words; empty: they agree. */
export function faultsOf(histories: Histories): string[] {
  return [
    ...histories.logs.flatMap(logFaults),
    ...histories.clients.flatMap((client) => clientFaults(client, histories.logs)),
    ...processFaults(histories),
    ...messageFaults(histories),
  ];
}
