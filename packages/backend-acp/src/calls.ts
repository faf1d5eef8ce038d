import type { AgentEvent, AgentImage } from "@switchyard/core/backend";
import type { FileDiff, PermissionMode, ToolKind } from "@switchyard/core/protocol";
import { contentsIn, diffsOf, imagesOf, oneLine, outputText } from "./content.ts";
import type { AcpDialect } from "./dialect.ts";
import type { ToolCall } from "./native.ts";

/** What is known of a call so far. */
export interface Call {
  readonly title: string;
  readonly name: string;
  readonly kind: ToolKind;
  readonly input: unknown;
  /** Whether `input` is all that the call will do. */
  readonly isExact: boolean;
  /** The mode that allowing it leads to, where the agent's dialect knows. */
  readonly setsMode: PermissionMode | undefined;
  /** The call that it is made inside of, where the agent's dialect knows. */
  readonly parent: string | undefined;
}

type Update = Extract<AgentEvent, { type: "tool_call_update" }>;

/** A call that never ends is kept at most until so many others have ended after it. */
const MAX_ENDED = 4096;

/** The tool calls of one process: each is told once, and ends once. */
export class Calls {
  readonly #dialect: AcpDialect;
  /** What the agent has said of each open call, later words over earlier ones. */
  #open = new Map<string, ToolCall>();
  /** Announced without an input, and not told of yet: agents bring it with their next word of the call. */
  #held = new Map<string, ToolCall>();
  /** The changes that were last told of each open call: what ends it may leave them out. */
  #diffs = new Map<string, FileDiff[]>();
  #ended = new Set<string>();
  #endedBefore = new Set<string>();
  #told = new Map<string, string>();

  constructor(dialect: AcpDialect) {
    this.#dialect = dialect;
  }

  /** A call is announced; an id of an earlier turn is a new call. */
  announce(call: ToolCall): AgentEvent[] {
    const id = call.toolCallId;
    if (this.#endedBefore.delete(id)) this.#ended.delete(id);
    const isNew = !this.#open.has(id) && !this.#held.has(id) && !this.#ended.has(id);
    if (call.status !== "pending" || !isNew || isGiven(call.rawInput)) return this.update(call);
    this.#held.set(id, call);
    return [];
  }

  /** Something more is known of a call, which may be the first that is heard of it. */
  update(call: ToolCall): AgentEvent[] {
    const id = call.toolCallId;
    if (this.#ended.has(id)) return [];
    const begun = this.begin(call);
    if (begun.length === 0) this.#merge(call);
    if (call.status === "completed" || call.status === "failed")
      return [...begun, this.#end(id, call.status, call)];
    return [...begun, ...(begun.length === 0 ? this.#progress(call) : [])];
  }

  /** Tells of a call that has not been told of. */
  begin(said: ToolCall): AgentEvent[] {
    const id = said.toolCallId;
    if (this.#open.has(id) || this.#ended.has(id)) return [];
    const held = this.#held.get(id);
    const call = held === undefined ? said : merged(held, said);
    this.#held.delete(id);
    this.#keep(call);
    // What a call shows at its end is what came of it, no part of what was asked.
    const hasEnded = call.status === "completed" || call.status === "failed";
    const { title, name, kind, input, parent } = this.#read(hasEnded ? { ...call, content: [] } : call);
    const status = call.status === "pending" ? "pending" : "in_progress";
    const inside = parent === undefined ? {} : { parentToolCallId: parent };
    return [
      { type: "tool_call", content: title, toolCallId: id, name, kind, status, title, input, ...inside },
    ];
  }

  /** A call is asked about; where one of its name has ended, it is another. */
  ask(call: ToolCall): AgentEvent[] {
    this.#ended.delete(call.toolCallId);
    this.#endedBefore.delete(call.toolCallId);
    if (!this.#open.has(call.toolCallId)) return this.begin({ ...call, status: "pending" });
    this.#merge(call);
    return diffsOf(call.content ?? []) === undefined ? [] : this.#progress(call);
  }

  /** What is known of a call, with what a request says of it: the changes that it would make, too. */
  about(said: ToolCall): Call {
    const known = this.#open.get(said.toolCallId);
    const call = this.#read(known === undefined ? said : merged(known, said));
    const diff = diffsOf(said.content ?? []) ?? this.#diffs.get(said.toolCallId);
    if (diff === undefined || !isRecord(call.input) || "diff" in call.input) return call;
    return { ...call, input: { ...call.input, diff } };
  }

  /** A call may not run. */
  reject(id: string, output: string): AgentEvent[] {
    return this.#open.has(id) ? [{ ...this.#end(id, "failed", null), output }] : [];
  }

  /** The process has ended: what it only announced was never begun. */
  dropHeld(): void {
    this.#held.clear();
  }

  /** Ends what a turn leaves open. */
  endTurn(): AgentEvent[] {
    const untold = [...this.#held.values()].flatMap((call) => this.begin(call));
    const left = [...this.#open.keys()];
    const ended = left.flatMap((id) => this.reject(id, "The turn ended before this did."));
    const events = [...untold, ...ended];
    for (const id of this.#ended) this.#endedBefore.add(id);
    if (this.#ended.size > MAX_ENDED) {
      this.#ended.clear();
      this.#endedBefore.clear();
    }
    return events;
  }

  #merge(call: ToolCall): void {
    const known = this.#open.get(call.toolCallId);
    if (known !== undefined) this.#keep(merged(known, call));
  }

  #keep(call: ToolCall): void {
    const diff = diffsOf(call.content ?? []);
    this.#open.set(call.toolCallId, call);
    if (diff !== undefined) this.#diffs.set(call.toolCallId, diff);
  }

  /** A call that goes on is told of where there is something new to see. */
  #progress(call: ToolCall): AgentEvent[] {
    const id = call.toolCallId;
    const output = outputOf(call);
    const diff = diffsOf(call.content ?? []);
    const images = imagesIn(call);
    const seen = JSON.stringify([call.status ?? null, output ?? null, diff ?? null, images]);
    const isNews =
      call.status === "in_progress" || output !== undefined || diff !== undefined || images.length > 0;
    if (!isNews || this.#told.get(id) === seen) return [];
    this.#told.set(id, seen);
    const { title } = this.#read(this.#open.get(id) ?? call);
    return [{ ...update(id, title, "in_progress"), ...shown({ output, diff, images }) }];
  }

  #end(id: string, status: "completed" | "failed", last: ToolCall | null): Update {
    const known = this.#open.get(id) ?? { toolCallId: id };
    const diff = status === "completed" ? this.#diffs.get(id) : undefined;
    this.#open.delete(id);
    this.#diffs.delete(id);
    this.#told.delete(id);
    this.#ended.add(id);
    const output = last === null ? undefined : outputOf(last);
    const images = last === null ? [] : imagesIn(last);
    return { ...update(id, this.#read(known).title, status), ...shown({ output, diff, images }) };
  }

  #read(call: ToolCall): Call {
    const more = this.#dialect.readCall?.(call) ?? {};
    const kind = more.kind ?? call.kind ?? "other";
    const name = call.name ?? more.name ?? kind;
    const title = oneLine(more.title ?? call.title ?? "") || name;
    const exact = isGiven(call.rawInput) ? call.rawInput : more.exactInput;
    const input = exact ?? describe(call);
    return {
      title,
      name,
      kind,
      input,
      isExact: exact !== undefined,
      setsMode: more.setsMode,
      parent: more.parentToolCallId,
    };
  }
}

/** What a later message does not say is as it was; a list takes the place of the one before. */
function merged(known: ToolCall, more: ToolCall): ToolCall {
  const said = Object.entries(more).filter(([, value]) => value !== undefined && value !== null);
  const isEmptied = more.content?.length === 0;
  return {
    ...known,
    ...Object.fromEntries(said),
    ...(isEmptied ? { content: known.content } : {}),
    toolCallId: known.toolCallId,
  };
}

function isRecord(input: unknown): input is Readonly<Record<string, unknown>> {
  return typeof input === "object" && input !== null && !Array.isArray(input);
}

function isGiven(input: unknown): boolean {
  if (input === undefined || input === null) return false;
  // Some agents name the folder before they know the rest.
  return typeof input !== "object" || Object.keys(input).some((name) => name !== "cwd");
}

/** The most useful reading of a call that does not tell its input. */
function describe({ title, content, locations }: ToolCall): Readonly<Record<string, unknown>> {
  const text = outputText(content ?? []);
  const diff = diffsOf(content ?? []);
  const paths = (locations ?? []).map(({ path }) => path);
  return {
    ...(title ? { title } : {}),
    ...(text === undefined ? {} : { description: text }),
    ...(paths.length === 0 ? {} : { paths }),
    ...(diff === undefined ? {} : { diff }),
  };
}

function outputOf({ content, rawOutput }: ToolCall): string | undefined {
  const text = outputText(content ?? []);
  if (text !== undefined) return text;
  if (typeof rawOutput === "string") return rawOutput;
  if (typeof rawOutput !== "object" || rawOutput === null) return undefined;
  const { output } = { output: undefined, ...rawOutput };
  return typeof output === "string" ? output : undefined;
}

function update(id: string, title: string, status: Update["status"]): Update {
  return { type: "tool_call_update", content: `${title}: ${status}`, toolCallId: id, status };
}

interface Shown {
  readonly output: string | undefined;
  readonly diff: FileDiff[] | undefined;
  readonly images: AgentImage[];
}

function shown({ output, diff, images }: Shown): Pick<Update, "output" | "diff" | "images"> {
  return {
    ...(output === undefined ? {} : { output }),
    ...(diff === undefined ? {} : { diff }),
    ...(images.length === 0 ? {} : { images }),
  };
}

function imagesIn({ content }: ToolCall): AgentImage[] {
  return imagesOf(contentsIn(content ?? []));
}
