import { fchmodSync, openSync, writeSync } from "node:fs";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { Backend, RecordingEntry } from "@switchyard/core/backend";
import { SwitchyardError } from "@switchyard/core/protocol";
import { cliNotFound, locateProgram, type LocatedProgram } from "../backends/locate.ts";
import { backendsOf } from "../backends/registry.ts";
import { locateDataFolder } from "../data-folder/locate.ts";
import { agentEnvironment } from "../process/environment.ts";
import { makeLocalHost } from "../process/local-host.ts";
import { makeTrustGate } from "../session/trust.ts";
import { openSettings } from "../settings/settings.ts";
import { StartError } from "../start-error.ts";
import type { RecordFlags } from "./flags.ts";
import { ownRoots } from "./own-places.ts";
import { backendsToRecord } from "./record-backends.ts";
import { makeRecordConversation } from "./record-conversation.ts";
import { obeyAll } from "./record-obey.ts";
import type { Host } from "./start.ts";
import { workingFolder } from "./working-folder.ts";

/**
 * Records a conversation with a backend's program, led by the lines of `input`. Resolves to the exit code.
 * @throws {StartError} where it cannot begin
 */
export async function record(flags: RecordFlags, host: Host, input: Readable): Promise<number> {
  const roots = ownRoots();
  const cwd = workingFolder(flags.cwd, { cwd: host.cwd, env: host.env, ownRoots: roots });
  const { backend, program } = await findBackend(flags, host, roots).catch(inWords);
  if (!flags.trust) await refuseUntrusted(cwd, host.env, backend);

  await using spillFolder = await mkdtempDisposable(join(tmpdir(), "switchyard-record-"));
  const show = (line: string): void => void host.err.write(`${line}\n`);
  const conversation = makeRecordConversation({
    backend,
    program,
    cwd,
    env: agentEnvironment(host.env, { ownRoots: roots }),
    permissionMode: flags.mode,
    host: makeLocalHost({ spillFolder: spillFolder.path }),
    write: openOutput(flags.out, host),
    show,
  });
  const end = (): void => {
    input.destroy();
    void conversation.stop();
  };
  process.on("SIGINT", end).on("SIGTERM", end);
  show(`Recording ${backend.displayName} in ${cwd}. The recording holds your prompts.`);
  await obeyAll(conversation, input, show).finally(() => process.off("SIGINT", end).off("SIGTERM", end));
  const fault = conversation.fault();
  if (fault !== null) show(fault);
  return fault === null ? 0 : 1;
}

async function findBackend(
  flags: RecordFlags,
  host: Host,
  roots: readonly string[],
): Promise<{ backend: Backend; program: LocatedProgram }> {
  const dataFolder = locateDataFolder(host.env);
  const settings = (await openSettings(dataFolder)).get();
  const place = { dataFolder, env: host.env, ownRoots: roots };
  const backend = (await backendsToRecord(flags, backendsOf(settings), place)).need(flags.backend);
  // A live program may have more modes than its backend declares, and says which one is in force.
  const { live, permissionModes } = backend.capabilities;
  if (!live && !permissionModes.includes(flags.mode)) {
    throw new StartError(`${backend.displayName} has no permission mode "${flags.mode}".`);
  }
  const settingsPath = settings.backends[backend.id]?.path;
  const program = await locateProgram(backend, { settingsPath, env: host.env, ownRoots: roots });
  if ("missing" in program) throw cliNotFound(backend, program.missing);
  return { backend, program };
}

/** Starting is executing. @throws {StartError} where the folder brings something that would run */
async function refuseUntrusted(cwd: string, env: NodeJS.ProcessEnv, { program }: Backend): Promise<void> {
  const { environmentFiles = [] } = program;
  const trusted = { has: () => false, add: () => undefined };
  const gate = makeTrustGate({ trusted, env, environmentFiles: () => [environmentFiles] });
  const question = await gate.question(cwd, environmentFiles).catch(inWords);
  if (question === null) return;
  const brings = question.brings.flatMap(({ file, detail }) =>
    detail.map((each) => `  ${file}: ${JSON.stringify(each)}`),
  );
  throw new StartError(
    [
      `Starting an agent in ${question.cwd} would run what the folder brings:`,
      ...brings,
      "Look at it, then add --trust.",
    ].join("\n"),
  );
}

function inWords(error: unknown): never {
  throw error instanceof SwitchyardError ? new StartError(error.message, { cause: error }) : error;
}

/** Takes entries into a file that only its user can read, or to stdout. */
function openOutput(out: string | undefined, host: Host): (entry: RecordingEntry) => void {
  const toLine = (entry: RecordingEntry): string => `${JSON.stringify(entry)}\n`;
  if (out === undefined) return (entry) => void host.out.write(toLine(entry));
  try {
    const file = openSync(out, "w", 0o600);
    // Also where the file was there before.
    fchmodSync(file, 0o600);
    return (entry) => void writeSync(file, toLine(entry));
  } catch (error) {
    throw new StartError(`The recording cannot be written to ${out}: ${String(error)}`, { cause: error });
  }
}
