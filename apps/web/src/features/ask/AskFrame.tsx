import { type JSX, Show } from "solid-js";
import type { LinkState } from "../../state/session-view.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { ArrowRightIcon } from "../../ui/icons.ts";
import { StatusGlyph } from "../../ui/StatusGlyph.tsx";
import { askWords as words } from "../../words/ask-words.ts";
import { words as common } from "../../words/en.ts";
import { createNow } from "../session/clock.ts";
import "./ask.css";

/** Where a card stands: above the composer, in the inbox, or in a tile of the fleet. */
export type AskVariant = "dock" | "inbox" | "tile";

/** What all cards have in common that ask the user: what, since when, which of how many, and how it ended. */
export interface AskProps {
  isAnswering: boolean;
  connection: LinkState;
  /** Whether its shortcuts act. */
  keys?: boolean;
  /** Which of those that wait it is. */
  position?: { at: number; all: number };
  onNext?: () => void;
  variant?: AskVariant;
}

/** The frame of a card: amber while it waits for the user, and what ended it in place of the buttons. */
export function AskFrame(
  props: AskProps & {
    /** Accessible name. */
    label: string;
    title: string;
    /** More about it, behind its title. */
    about?: string | undefined;
    at: number;
    error: string | undefined;
    /** How it ended; null while it waits. */
    ended: string | null;
    body: JSX.Element;
    /** The ways to answer. */
    acts: JSX.Element;
  },
) {
  return (
    <section
      class="ask"
      aria-label={props.label}
      data-variant={props.variant ?? "dock"}
      data-busy={props.isAnswering ? "" : undefined}
      data-answered={props.ended === null ? undefined : ""}
    >
      <div class="ask-grab" aria-hidden="true" />
      <div class="ask-head">
        <Show when={props.ended === null}>
          <StatusGlyph glyph="needs" />
        </Show>
        <h2>{props.title}</h2>
        <Show when={props.about}>{(about) => <span class="cut ask-title">{about()}</span>}</Show>
        <span class="grow" />
        <Show when={props.ended === null}>
          <span class="ask-age">
            <Asked at={props.at} />
          </span>
        </Show>
      </div>
      {props.body}
      <Show when={props.error}>
        <p class="ask-error" role="alert">
          {words.answerFailed}: {props.error}
        </p>
      </Show>
      <Show when={props.isAnswering && props.connection !== "live"}>
        <p class="ask-where" role="status">
          {words.answerHeld}
        </p>
      </Show>
      <Show
        when={props.ended === null}
        fallback={
          <p class="ask-answered" role="status">
            {words.elsewhere(props.ended ?? "")}
          </p>
        }
      >
        {props.acts}
      </Show>
      <Show when={several(props)}>
        {(position) => (
          <div class="ask-foot">
            <span class="small text-2">{words.position(position().at, position().all)}</span>
            <Button
              variant="ghost"
              size={24}
              aria-label={words.nextOf(position().all)}
              onClick={() => props.onNext?.()}
            >
              {words.next} <span class="ask-next-of">{words.of(position().all)}</span>
              <Icon of={ArrowRightIcon} size={12} />
            </Button>
          </div>
        )}
      </Show>
    </section>
  );
}

function several(props: AskProps): { at: number; all: number } | undefined {
  return props.onNext !== undefined && (props.position?.all ?? 0) > 1 ? props.position : undefined;
}

function Asked(props: { at: number }) {
  const now = createNow();
  const seconds = () => (now() - props.at) / 1000;
  return <>{seconds() < 5 ? words.askedNow : words.asked(common.ago(seconds()))}</>;
}
