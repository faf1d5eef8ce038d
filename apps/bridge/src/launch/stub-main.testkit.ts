import { BackendId } from "@switchyard/core/protocol";
import { pino } from "pino";
import { handlersWith, memoryLog } from "../server/server.testkit.ts";
import { startServer } from "../server/server.ts";
import { run } from "./run.ts";

/** The command as `main.ts` runs it, over a bridge without sessions that ends as `STUB_CLOSE` says. */
await run(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  version: "1.2.3",
  out: process.stdout,
  err: process.stderr,
  exit: (code) => process.exit(code),
  createBridge: async (options) => {
    const ways = process.env["STUB_CLOSE"];
    const server = await startServer({
      ...options,
      logger: pino({ level: "silent" }),
      source: memoryLog().source,
      handlers: handlersWith({
        getSettings: () => ({
          settings: {
            cliBackend: options.settings.get().cliBackend ?? BackendId.parse("stub"),
            isBackendChosen: options.settings.get().cliBackend !== null,
            backendsOff: [],
            maxProcesses: null,
            processLimit: 8,
            sleepAfterMinutes: 30,
            keepStoppedDays: null,
            resumesAfterLimit: false,
            sessionBudgetUsd: null,
          },
          cwd: options.cwd,
          settingsFile: options.settings.file,
        }),
        listBackends: () => {
          setImmediate(() => {
            throw new Error(`thrown beside every handler, token ${options.token}`);
          });
          return { backends: [] };
        },
      }),
    });
    return {
      url: server.url,
      port: server.port,
      rotateToken: server.rotateToken,
      loadPlugins: () => undefined,
      takesFault: () => false,
      endedBy: () => null,
      close: async () => {
        if (ways === "never") await new Promise(() => setInterval(() => {}, 1000));
        await server.close();
        return { turnsCut: Number(ways ?? 0) };
      },
    };
  },
});
