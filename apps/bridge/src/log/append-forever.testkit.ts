import { argv, stdout } from "node:process";
import { openLog } from "./log.ts";
import { newSession, said, silent, turnStarted } from "./test-log.ts";

/** Run as a program by a test: appends until it is killed, and prints what is stored. */
const log = openLog({ file: argv[2] ?? "", now: Date.now, logger: silent });
const session = newSession(log);

log.onCommitted(() => {
  stdout.write(`${session} ${log.committedSeq(session)}\n`);
  appendMore();
});
log.append(session, [turnStarted], 1);

function appendMore(): void {
  log.append(
    session,
    Array.from({ length: 700 }, (_, at) => said(`${at} `)),
    1,
  );
}
