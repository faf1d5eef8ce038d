import { createEffect, on } from "solid-js";
import type { Connection } from "./connection.ts";

/** Runs with each new connection: for what has no cursor and must be read anew. */
export function onConnect(connection: Connection, read: () => void): void {
  createEffect(
    on(connection.epoch, (epoch) => {
      if (epoch > 0) read();
    }),
  );
}
