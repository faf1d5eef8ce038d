// @ts-check
import { perTurnBackend } from "@switchyard/core/backend";
import { BackendId } from "@switchyard/core/protocol";

export default perTurnBackend({
  id: BackendId.parse("parrot"),
  displayName: "Parrot",
  program: {
    command: "parrot",
    // It comes with this package, and Switchyard's own Node runs it. For a CLI on the PATH, leave this out.
    module: "./parrot.js",
    versionArgs: ["--version"],
    install: { text: "Parrot comes with its backend. Add that again:", command: "switchyard backends add" },
    login: { text: "Parrot needs no account. To look around, run", command: "switchyard" },
  },
  buildArgs: ({ cliSessionId }) => (cliSessionId === null ? [] : ["--resume", cliSessionId]),
  parseStdoutLine,
  capabilities: { resume: true },
});

/**
 * @param {string} line
 * @returns {import("@switchyard/core/backend").ParsedLine}
 */
function parseStdoutLine(line) {
  const message = parseJson(line);
  if (message?.type === "conversation" && typeof message.id === "string") {
    return { cliSessionId: message.id };
  }
  if (message?.type === "text" && typeof message.text === "string") {
    return { events: [{ type: "agent_message", content: message.text, messageKey: "answer" }] };
  }
  return {};
}

/** @param {string} text */
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
