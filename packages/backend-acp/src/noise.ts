import type { AgentEvent } from "@switchyard/core/backend";

const MAX_LINES = 50;
const MAX_LENGTH = 500;

/** What comes on stdout and is not of the protocol, told within bounds. */
export class Noise {
  readonly #name: string;
  #lines = 0;
  #isBrokenTold = false;

  constructor(name: string) {
    this.#name = name;
  }

  text(line: string): AgentEvent[] {
    this.#lines += 1;
    if (this.#lines > MAX_LINES) return [];
    if (this.#lines === MAX_LINES) {
      const content = `${this.#name} goes on to write lines that are no messages; they are left out.`;
      return [notice("info", "noise", content)];
    }
    return [notice("info", "noise", line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH)}…` : line)];
  }

  broken(): AgentEvent[] {
    if (this.#isBrokenTold) return [];
    this.#isBrokenTold = true;
    const content = `${this.#name} wrote a message that could not be read. The session goes on without it.`;
    return [notice("warning", "protocol_error", content)];
  }
}

export function notice(level: "info" | "warning" | "error", code: string, content: string): AgentEvent {
  return { type: "notice", content, level, code };
}
