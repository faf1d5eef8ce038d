import type { AgentEvent } from "@switchyard/core/backend";
import type { PermissionMode } from "@switchyard/core/protocol";
import type { AcpDialect } from "./dialect.ts";
import type { ConfigOption, Opened } from "./native.ts";
import { choicesOf, selector } from "./selectors.ts";

/** Modes that run what they like without asking: they are never gone into, and none of ours. */
const SKIPS =
  /yolo|bypass|full[-_ ]?access|do?n[o']?t[-_ ]?ask|never|skip|danger|unrestricted|allow[-_ ]?all|auto[-_ ]?approve/i;

const USUAL: Readonly<Record<Offered, readonly string[]>> = {
  default: ["default"],
  acceptEdits: ["acceptEdits", "autoEdit", "auto_edit"],
  plan: ["plan"],
};
const OFFERED = ["default", "acceptEdits", "plan"] as const;
type Offered = (typeof OFFERED)[number];

/** The agent's modes and ours: which is which, and which is in force. */
export class Modes {
  readonly #dialect: AcpDialect;
  /** The id of the config option by which the mode is set; null: by `session/set_mode`. */
  configId: string | null = null;
  /** The mode in force, in the agent's own word. */
  word = "default";
  #ids = new Map<PermissionMode, string>();
  #all: readonly string[] = [];
  #beforePlan: PermissionMode = "default";

  constructor(dialect: AcpDialect) {
    this.#dialect = dialect;
  }

  /** A conversation is open: what it offers, and what is in force. */
  opened({ modes, configOptions }: Opened): void {
    const option = selector(configOptions, "mode");
    const choices = option === undefined ? [] : choicesOf(option);
    const offered = modes ? modes.availableModes : choices.map(({ value, name }) => ({ id: value, name }));
    this.configId = modes || option === undefined ? null : option.id;
    this.word = modes?.currentModeId ?? wordOf(option) ?? "default";
    this.#all = offered.map(({ id }) => id);
    this.#ids = mapModes(offered, this.word, this.#dialect);
    this.#remember();
  }

  /** The agent tells of its options anew. */
  configured(options: readonly ConfigOption[]): AgentEvent[] {
    const word = this.configId === null ? undefined : wordOf(options.find(({ id }) => id === this.configId));
    return word === undefined || word === this.word ? [] : [this.told(word)];
  }

  told(word: string): AgentEvent {
    this.word = word;
    this.#remember();
    return this.event();
  }

  event(): AgentEvent {
    return { type: "mode", permissionMode: this.inForce, content: this.word };
  }

  get inForce(): PermissionMode | "unknown" {
    return this.modeOf(this.word);
  }

  /** Ours for one of the agent's; `unknown` for what we have no word for. */
  modeOf(word: string): PermissionMode | "unknown" {
    return [...this.#ids].find(([, id]) => id === word)?.[0] ?? "unknown";
  }

  /** The agent's for one of ours; undefined where it has none. */
  idOf(mode: PermissionMode): string | undefined {
    return this.#ids.get(mode);
  }

  get offered(): PermissionMode[] {
    return OFFERED.filter((mode) => this.#ids.has(mode));
  }

  /** All that the agent has, by its own ids. */
  get all(): readonly string[] {
    return this.#all;
  }

  get afterPlan(): PermissionMode {
    return this.#beforePlan;
  }

  #remember(): void {
    const mode = this.inForce;
    if (mode !== "plan" && mode !== "unknown") this.#beforePlan = mode;
  }
}

/** Whether an agent's word stands for running things without asking. */
export function isSkipping(...words: readonly string[]): boolean {
  return words.some((word) => SKIPS.test(word));
}

interface OfferedMode {
  readonly id: string;
  readonly name: string;
}

/** An agent without modes has the one that asks. Where none is called so, it is the one that it begins in. */
function mapModes(
  all: readonly OfferedMode[],
  current: string,
  dialect: AcpDialect,
): Map<PermissionMode, string> {
  if (all.length === 0) return new Map([["default", current]]);
  const usable = all.filter(({ id, name }) => !isSkipping(id, name)).map(({ id }) => id);
  const ids = new Map<PermissionMode, string>();
  for (const mode of OFFERED) {
    const id = (dialect.modes?.[mode] ?? USUAL[mode]).find((one) => usable.includes(one));
    if (id !== undefined) ids.set(mode, id);
  }
  const isTaken = (id: string | undefined): boolean => [...ids.values()].includes(id ?? "");
  // A reopened conversation may be in another mode than it began in: then the first of the list is that.
  const first = isTaken(current) ? usable[0] : usable.find((id) => id === current);
  if (!ids.has("default") && first !== undefined && !isTaken(first)) ids.set("default", first);
  return ids;
}

function wordOf(option: ConfigOption | undefined): string | undefined {
  return typeof option?.currentValue === "string" ? option.currentValue : undefined;
}
