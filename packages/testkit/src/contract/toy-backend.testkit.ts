import {
  NOTHING,
  type AgentEvent,
  type Backend,
  type Codec,
  perTurnBackend,
  type RecordingEntry,
} from "@switchyard/core/backend";
import { BackendId } from "@switchyard/core/protocol";

export const SAID: AgentEvent = { type: "agent_message", content: "said", messageKey: "1" };
export const ENDED: AgentEvent = { type: "turn_ended", content: "", stopReason: "end_turn" };

/** A backend of a program that says "said" and "end"; `wrong` is what its codec does in place of the good. */
export function backendOf(wrong: Partial<Codec> = {}): Backend {
  let isOpen = false;
  const good: Codec = {
    open: () => ({ events: [], writes: ["hello"], state: "ready" }),
    send(intent) {
      if (intent.type !== "prompt") return NOTHING;
      isOpen = true;
      return { events: [], writes: [intent.text], state: "busy" };
    },
    receive(line) {
      if (!isOpen || line === "") return NOTHING;
      if (line === "said") return { events: [SAID], writes: [] };
      if (line !== "end") return NOTHING;
      isOpen = false;
      return { events: [ENDED], writes: [], state: "idle" };
    },
    exit: () => NOTHING,
  };
  const perTurn = perTurnBackend({
    id: BackendId.parse("toy"),
    displayName: "Toy",
    program: {
      command: "toy",
      versionArgs: [],
      install: { text: "", command: "" },
      login: { text: "", command: "" },
    },
    buildArgs: () => [],
    parseStdoutLine: () => ({}),
  });
  return {
    ...perTurn,
    codec() {
      isOpen = false;
      return { ...good, ...wrong };
    },
  };
}

const START = JSON.stringify({ cwd: "/p", start: "new", permissionMode: "default" });
const PROMPT = JSON.stringify({ type: "prompt", text: "hi", messageId: "m" });
/** What that program and its codec said to each other in one turn. */
export const RECORDING: readonly RecordingEntry[] = [
  entry("start", START),
  entry("in", "hello"),
  entry("intent", PROMPT),
  entry("in", "hi"),
  entry("out", "said"),
  entry("out", "end"),
  entry("exit", '{"code":0,"signal":null}'),
];

function entry(dir: RecordingEntry["dir"], line: string): RecordingEntry {
  return { t: 0, dir, line };
}
