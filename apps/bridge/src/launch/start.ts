import type { Bridge } from "../bridge.ts";
import type { BridgeOptions } from "../bridge-options.ts";
import { writeLaunchFile } from "../data-folder/launch-file.ts";
import { locateDataFolder } from "../data-folder/locate.ts";
import { lockDataFolder } from "../data-folder/lock.ts";
import { prepareDataFolder } from "../data-folder/prepare.ts";
import { ensureToken } from "../data-folder/token.ts";
import { watchToken } from "../data-folder/watch-token.ts";
import { createLogger } from "../logger.ts";
import { openSettings } from "../settings/settings.ts";
import { StartError } from "../start-error.ts";
import { handleEnding } from "./ending.ts";
import type { StartFlags } from "./flags.ts";
import { canOpenBrowser, openPage } from "./open-page.ts";
import { ownRoots, webDist } from "./own-places.ts";
import { workingFolder } from "./working-folder.ts";

/** The process as starting sees it. */
export interface Host {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly version: string;
  readonly out: { write(text: string): unknown };
  readonly err: { write(text: string): unknown };
  readonly exit: (code: number) => void;
  readonly createBridge: (options: BridgeOptions) => Promise<Bridge>;
}

/** Starts the bridge and says so in one line; then it lives until a signal. What prevents it is a `StartError`. */
export async function start(flags: StartFlags, host: Host): Promise<void> {
  const { env, version } = host;
  const roots = ownRoots();
  const cwd = workingFolder(flags.cwd, { cwd: host.cwd, env, ownRoots: roots });
  const dataFolder = locateDataFolder(env);
  await prepareDataFolder(dataFolder);
  await using starting = new AsyncDisposableStack();
  const lock = starting.use(await lockDataFolder(dataFolder));
  const [token, settings] = await Promise.all([ensureToken(dataFolder), openSettings(dataFolder)]);
  const allowOrigins = [...new Set([...settings.get().allowOrigins, ...flags.allowOrigin])];
  if (flags.dangerouslyBind !== undefined && allowOrigins.length === 0) {
    throw new StartError(
      "--dangerously-bind needs --allow-origin: the address that the page will be opened by.",
    );
  }
  const { logger, hide } = createLogger({ level: flags.logLevel, sink: host.err });
  hide(token);

  const bridge = await host.createBridge({
    cwd,
    port: flags.port,
    dataFolder,
    token,
    settings,
    allowOrigins,
    bindAddress: flags.dangerouslyBind ?? "127.0.0.1",
    webDist: webDist(),
    dev: flags.dev,
    isSafe: flags.safe,
    logger,
    say: (line) => host.err.write(`${line}\n`),
    version,
    env,
    ownRoots: roots,
  });
  const address = (current: string): string => `${bridge.url}/#token=${current}`;
  const announce = (current: string): void => {
    const url = address(current);
    const facts = { url, port: bridge.port, token: current, pid: process.pid };
    host.out.write(flags.json ? `${JSON.stringify(facts)}\n` : `Switchyard is ready at ${url}\n`);
  };
  let launchFile = await writeLaunchFile(dataFolder, address(token));
  const stopWatching = watchToken(dataFolder, {
    current: token,
    onReplaced: (next) => {
      hide(next);
      bridge.rotateToken(next);
      announce(next);
      writeLaunchFile(dataFolder, address(next)).then(
        (written) => {
          launchFile = written;
        },
        (error: unknown) => logger.error({ err: error }, "the launch file was not written"),
      );
    },
  });

  handleEnding({
    close: async () => {
      stopWatching();
      const { turnsCut } = await bridge.close();
      await launchFile.remove();
      await lock.release();
      return turnsCut > 0
        ? `Switchyard has ended; ${turnsCut} open ${turnsCut === 1 ? "turn was" : "turns were"} cut.`
        : undefined;
    },
    say: (line) => host.err.write(`${line}\n`),
    takesFault: bridge.takesFault,
    logFault: (error) => logger.fatal({ err: error }, "an internal fault"),
    exit: host.exit,
    lastWord: () => lastWord(bridge.endedBy()),
    startedByNpm: env["npm_lifecycle_event"] !== undefined,
  });
  starting.move();

  announce(token);
  // What they print comes behind that line, and what they throw finds somebody who hears it.
  bridge.loadPlugins();
  if (flags.open && canOpenBrowser(env) && !(await openPage(launchFile.path))) {
    host.err.write("The browser could not be opened; open the address above.\n");
  }
}

function lastWord(plugin: string | null): string {
  const without = "To start without plug-ins: switchyard --safe";
  if (plugin === null) return `Switchyard was ended from within, as a plug-in can do. ${without}`;
  return `The plug-in ${plugin} ended Switchyard. It is not run again until it is updated. ${without}`;
}
