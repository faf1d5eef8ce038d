import type { AgentEvent, ConversationInput } from "@switchyard/core/backend";
import type { PermissionMode } from "@switchyard/core/protocol";
import { z } from "zod";
import { controlRequestLine } from "./lines.ts";
import { Mode } from "./mode.ts";
import { Initialized, type ControlResponse } from "./native.ts";

type Asked =
  | { readonly kind: "initialize" }
  | { readonly kind: "mode"; readonly permissionMode: PermissionMode }
  | { readonly kind: "model"; readonly model: string }
  | { readonly kind: "interrupt" }
  | { readonly kind: "cost" };

interface Consequence {
  readonly events: readonly AgentEvent[];
  readonly writes: readonly string[];
  /** The prompts that an interrupt took out of Claude's queue. */
  readonly cancelled?: readonly string[];
  /** What Claude has counted so far, in USD; null: it did not say. */
  readonly costBefore?: number | null;
  /** The one that is in use from now on, by its own name; older versions do not tell. */
  readonly model?: string | undefined;
}

/**
 * What we ask of Claude by control requests: first persona, model and mode, later changes of them. While
 * an answer is due, or after a refusal, no prompt may go out.
 */
export class Setup {
  readonly mode = new Mode();
  readonly #systemPrompt: string | undefined;
  readonly #isResumed: boolean;
  #wantedMode: PermissionMode;
  #wantedModel: string | undefined;
  #asked = new Map<string, Asked>();
  #serial = 0;
  #isInitialized = false;
  /** Why no prompt may go out; an accepted permission mode lifts it. */
  refusal: string | null = null;
  pid = 0;

  constructor(input: ConversationInput) {
    this.#systemPrompt = input.systemPrompt;
    this.#isResumed = typeof input.start === "object" && "resume" in input.start;
    this.#wantedMode = input.permissionMode;
    this.#wantedModel = input.model;
  }

  get isInitialized(): boolean {
    return this.#isInitialized;
  }

  /** Whether all that stands before a prompt has been answered. */
  get isSettled(): boolean {
    return this.#isInitialized && [...this.#asked.values()].every(({ kind }) => NEEDS_NO_WAIT.has(kind));
  }

  open(): string {
    const persona = this.#systemPrompt === undefined ? {} : { appendSystemPrompt: this.#systemPrompt };
    return this.#ask({ kind: "initialize" }, { subtype: "initialize", ...persona, ...OF_SUB_AGENTS });
  }

  /** Before `initialize` is answered it is only noted, and asked for then. */
  setMode(permissionMode: PermissionMode): string[] {
    this.#wantedMode = permissionMode;
    if (!this.#isInitialized) return [];
    return [
      this.#ask({ kind: "mode", permissionMode }, { subtype: "set_permission_mode", mode: permissionMode }),
    ];
  }

  setModel(model: string): string[] {
    this.#wantedModel = model;
    return this.#isInitialized ? [this.#ask({ kind: "model", model }, { subtype: "set_model", model })] : [];
  }

  /** Newer versions also drop a prompt that has not begun yet; older ones do not know `cancel_queued`. */
  interrupt(): string {
    return this.#ask({ kind: "interrupt" }, { subtype: "interrupt", cancel_queued: true });
  }

  answered({ response }: ControlResponse): Consequence {
    const asked = this.#asked.get(response.request_id);
    if (asked === undefined) return NONE;
    this.#asked.delete(response.request_id);
    const reason = response.error ?? "it gave no reason";
    if (response.subtype !== "success") return this.#refused(asked, reason);
    return this.#accepted(asked, response.response ?? {});
  }

  #accepted(asked: Asked, response: Readonly<Record<string, unknown>>): Consequence {
    switch (asked.kind) {
      case "initialize":
        return this.#initialized(response);
      case "mode": {
        const { mode } = response;
        this.refusal = null;
        return { ...NONE, events: [this.mode.told(typeof mode === "string" ? mode : asked.permissionMode)] };
      }
      case "model":
        return { ...NONE, model: z.string().safeParse(response["model"]).data };
      case "interrupt":
        return { ...NONE, cancelled: strings(response["cancelled"]) };
      case "cost":
        return { ...NONE, costBefore: SessionUsage.safeParse(response).data?.session.total_cost_usd ?? null };
    }
  }

  #initialized(response: Readonly<Record<string, unknown>>): Consequence {
    this.#isInitialized = true;
    const { pid, current_permission_mode: word } = Initialized.catch({}).parse(response);
    this.pid = pid ?? 0;
    const inForce = this.mode.told(word ?? this.mode.word);
    const isRight = this.mode.word === this.#wantedMode;
    return {
      events: isRight ? [inForce] : [],
      writes: [
        ...(isRight ? [] : this.setMode(this.#wantedMode)),
        ...(this.#wantedModel === undefined ? [] : this.setModel(this.#wantedModel)),
        ...(this.#isResumed ? [this.#ask({ kind: "cost" }, GET_USAGE)] : []),
      ],
    };
  }

  #refused(asked: Asked, reason: string): Consequence {
    switch (asked.kind) {
      case "initialize":
        this.#isInitialized = true;
        this.refusal = `Claude Code refused to begin: ${reason}`;
        return { ...NONE, events: [notice("error", "protocol_error", this.refusal)] };
      case "mode":
        this.refusal = `Claude Code refused the permission mode "${asked.permissionMode}": ${reason}`;
        return {
          ...NONE,
          events: [notice("error", "mode_refused", this.refusal), this.mode.told(this.mode.word)],
        };
      case "model":
        return {
          ...NONE,
          events: [
            notice("warning", "model_refused", `Claude Code refused the model "${asked.model}": ${reason}`),
          ],
        };
      case "interrupt":
        return NONE;
      case "cost":
        return { ...NONE, costBefore: null };
    }
  }

  #ask(asked: Asked, request: Readonly<Record<string, unknown>>): string {
    this.#serial += 1;
    const requestId = `switchyard-${this.#serial}`;
    this.#asked.set(requestId, asked);
    return controlRequestLine(requestId, request);
  }
}

/** Their words and calls, at any depth; older versions do not know these. */
const OF_SUB_AGENTS = { forwardSubagentText: true, forwardNestedSubagentToolCalls: true };

/** A prompt need not wait for the answers to these. */
const NEEDS_NO_WAIT: ReadonlySet<Asked["kind"]> = new Set(["interrupt", "cost"] as const);

/** Claude, too, has no prompt wait for it: where it asks the provider, that may take long. */
const GET_USAGE = { subtype: "get_usage", skip_behaviors: true, detached: true };
const SessionUsage = z.object({ session: z.object({ total_cost_usd: z.number().nonnegative() }) });

const NONE: Consequence = { events: [], writes: [] };

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

export function notice(level: "info" | "warning" | "error", code: string, content: string): AgentEvent {
  return { type: "notice", content, level, code };
}
