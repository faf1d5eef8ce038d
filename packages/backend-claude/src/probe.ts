import { z } from "zod";
import type { CommandOutput, ProbeOutput } from "@switchyard/core/backend";
import type { Health, LoginState } from "@switchyard/core/protocol";

/** What signs the user in, in a terminal of their own. */
export const LOGIN_COMMAND = "claude auth login";

/** Reads `claude --version` ("2.1.330 (Claude Code)") and `claude auth status` (JSON with `loggedIn`). */
export function probeClaude({ version, login }: ProbeOutput): Health {
  return {
    version: /\d+(?:\.\d+)+\S*/.exec(version.stdout)?.[0] ?? null,
    login: login === undefined ? "unknown" : loginState(login),
  };
}

const AuthStatus = z.looseObject({ loggedIn: z.boolean(), apiProvider: z.string().optional() });

function loginState({ stdout }: CommandOutput): LoginState {
  const status = AuthStatus.safeParse(parseJson(stdout)).data;
  if (status === undefined) return "unknown";
  if (status.loggedIn) return "ok";
  // With Bedrock, Vertex and the like the cloud's own credentials count, which this does not tell.
  return (status.apiProvider ?? "firstParty") === "firstParty" ? "missing" : "unknown";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
