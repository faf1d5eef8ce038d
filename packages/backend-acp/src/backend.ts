import { z } from "zod";
import type {
  Backend,
  ConversationFiles,
  ConversationInput,
  Program,
  ProbedHealth,
  ProbeOutput,
  StopLadder,
} from "@switchyard/core/backend";
import { BackendId, type Capabilities } from "@switchyard/core/protocol";
import { AcpCodec } from "./codec.ts";
import type { AcpDialect } from "./dialect.ts";
import { planAcp } from "./plan.ts";
import { probeAcp } from "./probe.ts";
import { fileTypes } from "./prompt-blocks.ts";

/** A program that speaks the Agent Client Protocol on stdin and stdout. */
export interface AcpOptions {
  readonly id: string;
  readonly displayName: string;
  readonly program: Program;
  /** By which the program speaks the protocol. */
  readonly args: readonly string[];
  /** @default {} */
  readonly env?: Readonly<Record<string, string>>;
  /** What is known of it before it tells. @default what every agent can do, and nothing more */
  readonly capabilities?: Partial<Capabilities>;
  /** @default SIGTERM, then 2 s */
  readonly stop?: StopLadder;
  /** @default false */
  readonly startsAlone?: boolean;
  /** @default false */
  readonly startsAhead?: boolean;
  /** @default false */
  readonly isDemo?: boolean;
  /** @default none that could be taken over */
  readonly conversations?: ConversationFiles;
  /** @default by the book */
  readonly dialect?: AcpDialect;
  /** @default from the answer to `initialize`, where the program's `versionInput` asks for it */
  readonly probe?: (output: ProbeOutput) => ProbedHealth;
}

const NoConfig = z.object({});
type NoConfig = z.infer<typeof NoConfig>;

/** Makes a backend of a program that speaks the Agent Client Protocol, kept alive between turns. */
export function acpBackend(options: AcpOptions): Backend<NoConfig> {
  const { displayName, program, args, env, isDemo = false, dialect = {} } = options;
  const { startsAlone = false, startsAhead = false } = options;
  const speaker = { displayName, login: program.login, dialect };
  return {
    apiVersion: 1,
    id: BackendId.parse(options.id),
    displayName,
    program,
    capabilities: { ...EVERY_AGENT, ...options.capabilities },
    stop: options.stop ?? { graceful: "term", graceMs: 2000 },
    startsAlone,
    startsAhead,
    isDemo,
    ...(options.conversations === undefined ? {} : { conversations: options.conversations }),
    config: NoConfig,
    plan: () => planAcp(args, env),
    codec: (input: ConversationInput) => new AcpCodec(input, speaker),
    probe: options.probe ?? probeAcp,
  };
}

/** The rest an agent tells when it is first spoken with. */
const EVERY_AGENT: Capabilities = {
  live: true,
  resume: false,
  interrupt: true,
  permissions: true,
  thoughts: true,
  usage: true,
  images: false,
  files: fileTypes({ image: false, embeddedContext: false }),
  setModel: false,
  setPermissionMode: false,
  models: [],
  permissionModes: ["default"],
};
