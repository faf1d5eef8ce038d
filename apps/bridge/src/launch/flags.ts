import { resolve } from "node:path";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { logLevels } from "../logger.ts";
import type { LogLevel } from "../logger.ts";
import type { PermissionMode } from "@switchyard/core/protocol";
import { AllowedOrigin } from "../server/allowed-origin.ts";
import { addPackCommands, type PackCall } from "./packs/flags.ts";
import { ORDERS_HELP, RECORDED_MODES } from "./record-orders.ts";

const DEFAULT_PORT = 4711;

/** What `switchyard` was called with. */
export interface StartFlags {
  /** Absolute; undefined: not given. */
  readonly cwd?: string;
  readonly port: number;
  readonly json: boolean;
  readonly open: boolean;
  readonly allowOrigin: readonly string[];
  readonly dangerouslyBind?: string;
  readonly logLevel: LogLevel;
  readonly dev: boolean;
  readonly safe: boolean;
}

/** What `switchyard record` was called with. */
export interface RecordFlags {
  readonly backend: string;
  /** The package that brings it, absolute; undefined: an installed one, or none does. */
  readonly plugin?: string;
  /** Absolute; undefined: not given. */
  readonly cwd?: string;
  /** Absolute; undefined: stdout. */
  readonly out?: string;
  readonly mode: PermissionMode;
  readonly trust: boolean;
}

export type Call =
  | { readonly kind: "start"; readonly flags: StartFlags }
  | { readonly kind: "record"; readonly flags: RecordFlags }
  | { readonly kind: "rotate" }
  | { readonly kind: "packs"; readonly call: PackCall }
  /** Help, the version, or a complaint was printed. */
  | { readonly kind: "done"; readonly exitCode: number };

/** `argv` without the program's own two words. */
export function parseFlags(argv: readonly string[], version: string): Call {
  let call: Call = { kind: "done", exitCode: 0 };
  const program = switchyardCommand(version, (next) => {
    call = next;
  });
  try {
    program.parse(argv, { from: "user" });
    return call;
  } catch (error) {
    if (error instanceof CommanderError) return { kind: "done", exitCode: error.exitCode };
    throw error;
  }
}

function switchyardCommand(version: string, decide: (call: Call) => void): Command {
  const program = new Command("switchyard")
    .description("Runs many coding-agent sessions side by side, from one page on your own machine.")
    .version(version)
    .exitOverride()
    .configureHelp({ helpWidth: 100 })
    .showHelpAfterError("Try switchyard --help.")
    .enablePositionalOptions()
    .option("--cwd <dir>", "the folder that sessions work in by default (the current one)", toAbsolute)
    .option("--port <number>", "the port to listen on; 0 for any free one", toPort, DEFAULT_PORT)
    .option("--json", "print where it listens as one JSON object", false)
    .option("--no-open", "do not open the browser")
    .option(
      "--allow-origin <url>",
      "another origin that may connect: https://host[:port]; repeatable",
      addOrigin,
      [],
    )
    .option(
      "--dangerously-bind <address>",
      "listen on this address instead of 127.0.0.1; needs --allow-origin",
    )
    .addOption(new Option("--log-level <level>", "what to log, on stderr").choices(logLevels).default("warn"))
    .option("--safe", "start without plug-ins: no code of a backend's package is loaded", false)
    .option("--dev", "serve the page from its sources by Vite", false)
    .action((flags: StartFlags) => decide({ kind: "start", flags }));
  program
    .command("token")
    .description("The token that opens the bridge's door.")
    .requiredOption("--rotate", "replace it; every page and program has to connect anew")
    .action(() => decide({ kind: "rotate" }));
  program
    .command("record")
    .description("Records a conversation with a backend's program, for the tests of that backend.")
    .requiredOption("--backend <id>", "whose program to talk with")
    .option(
      "--plugin <dir>",
      "the package that brings it, where it is not installed; its code runs",
      toAbsolute,
    )
    .option("--cwd <dir>", "the folder that it works in (the current one)", toAbsolute)
    .option("--out <file>", "where to write the recording, readable by you alone (stdout)", toAbsolute)
    .addOption(
      new Option("--mode <mode>", "the permission mode to begin in")
        .choices(RECORDED_MODES)
        .default("default"),
    )
    .option("--trust", "run what the folder brings (hooks, servers)", false)
    .addHelpText("after", ORDERS_HELP)
    .action((flags: RecordFlags) => decide({ kind: "record", flags }));
  addPackCommands(program, (call) => decide({ kind: "packs", call }));
  return program;
}

function toAbsolute(text: string): string {
  return resolve(text);
}

function toPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new InvalidArgumentError("It must be a number from 0 to 65535.");
}

function addOrigin(text: string, others: readonly string[]): readonly string[] {
  const origin = AllowedOrigin.safeParse(text);
  if (origin.success) return [...others, origin.data];
  throw new InvalidArgumentError(`It ${origin.error.issues[0]?.message ?? "is no origin"}.`);
}
