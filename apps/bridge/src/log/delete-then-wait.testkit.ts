import { argv, stdout } from "node:process";
import { openLog } from "./log.ts";
import { newSession, said, silent, turnStarted } from "./test-log.ts";

/** Run as a program by a test: deletes a long session, says so, and goes on until it is killed. */
const log = openLog({ file: argv[2] ?? "", now: Date.now, logger: silent });
const session = newSession(log);
log.append(session, [turnStarted], 1);
log.append(session, [said("x".repeat(12_000_000))], 1);
for (let round = 0; round < 40; round += 1) {
  log.append(
    session,
    Array.from({ length: 500 }, (_, at) => said(`${at} `)),
    1,
  );
  log.flush();
}
log.deleteSession(session);
log.afterCommit(() => stdout.write("deleted\n"));
setInterval(() => undefined, 60_000);
