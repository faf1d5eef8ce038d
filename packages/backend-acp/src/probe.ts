import type { ProbedHealth, ProbeOutput } from "@switchyard/core/backend";
import { INITIALIZE } from "./initialize.ts";
import { requestLine } from "./lines.ts";
import { Initialized, readLine } from "./native.ts";
import { fileTypes, promptAbilities } from "./prompt-blocks.ts";

/** The line that an agent is asked by who it is. */
export const INITIALIZE_LINE = requestLine(1, "initialize", INITIALIZE);

/**
 * Reads the answer to `INITIALIZE_LINE`, whatever stands around it. An agent that does not tell its version
 * has the one of the protocol; what does not answer as an agent has none.
 */
export function probeAcp({ version: { stdout } }: ProbeOutput): ProbedHealth {
  const agent = stdout
    .split("\n")
    .map(answerIn)
    .find((one) => one !== undefined);
  if (agent === undefined) return { version: null, login: "unknown" };
  const { agentInfo, agentCapabilities, protocolVersion } = agent;
  const resume =
    agentCapabilities?.loadSession === true || Boolean(agentCapabilities?.sessionCapabilities?.resume);
  const version = agentInfo?.version || `ACP ${protocolVersion}`;
  const abilities = promptAbilities(agent);
  const capabilities = { resume, images: abilities.image, files: fileTypes(abilities) };
  return { version, login: "unknown", capabilities };
}

function answerIn(raw: string): Initialized | undefined {
  const line = readLine(raw);
  if (line.kind !== "response" || line.id !== 1 || "error" in line.answer) return undefined;
  return Initialized.safeParse(line.answer.result).data;
}

/** For a program that tells its version by an argument: the first dotted number that it prints. */
export function probeVersion({ version: { stdout } }: ProbeOutput): ProbedHealth {
  return { version: /\d+(?:\.\d+)+\S*/.exec(stdout)?.[0] ?? null, login: "unknown" };
}
