import { type Backend, perTurnBackend } from "@switchyard/core/backend";
import { BackendId } from "@switchyard/core/protocol";

/** A backend that says every line of its program again. */
export function parrot(): Backend<Record<string, never>> {
  return perTurnBackend({
    id: BackendId.parse("parrot"),
    displayName: "Parrot",
    program: {
      command: "parrot",
      versionArgs: ["--version"],
      install: { text: "", command: "" },
      login: { text: "", command: "" },
    },
    buildArgs: ({ cliSessionId }) => [cliSessionId ?? "new"],
    parseStdoutLine: (line) => ({ events: [{ type: "agent_message", content: line, messageKey: "k" }] }),
  });
}
