import type { SessionInfo } from "@switchyard/core/protocol";
import { useNavigate } from "@solidjs/router";
import { createSignal, For, Match, Show, Switch } from "solid-js";
import { useApp } from "../../state/app.ts";
import { sessionPath } from "../../state/sessions.ts";
import type { Status } from "../../state/status.ts";
import { Button } from "../../ui/Button.tsx";
import { RotateCwIcon } from "../../ui/icons.ts";
import { askWords } from "../../words/ask-words.ts";
import { fleetWords as words } from "../../words/fleet-words.ts";
import { toWireError } from "../../wire/wire-error.ts";
import { toast } from "../../ui/toast.ts";
import { money, tokens } from "../session/format.ts";
import type { TileAsk } from "./create-tile-ask.ts";
import type { TailView } from "./tail-lines.ts";

interface FootProps {
  session: SessionInfo;
  status: Status | undefined;
  plan: TailView["plan"];
  ask: TileAsk;
  /** Whether its buttons are in the order of Tab. */
  isCurrent: boolean;
}

/** What can be done in the tile, or how far its session is; at the end what it cost. */
export function TileFoot(props: FootProps) {
  const state = () => props.status?.state;
  return (
    <div class="tile-foot" data-acts={props.ask.count() > 0 || state() === "failed" ? "" : undefined}>
      <Switch fallback={<Resting {...props} />}>
        <Match when={props.ask.count() > 0}>
          <Asking {...props} />
        </Match>
        <Match when={state() === "failed"}>
          <Failed {...props} />
        </Match>
        <Match when={state() === "running"}>
          <Show when={props.plan} fallback={<span class="grow" />}>
            {(plan) => <Steps done={plan().done} total={plan().total} />}
          </Show>
          <Context session={props.session} />
        </Match>
      </Switch>
      <Cost session={props.session} />
    </div>
  );
}

function Asking(props: FootProps) {
  const app = useApp();
  const tab = () => (props.isCurrent ? 0 : -1);
  const isHeldBack = () => props.ask.isAnswering() && app.connection.link() !== "live";
  const questions = () => {
    const request = props.ask.request();
    return request?.kind === "question" ? request.questions : [];
  };
  const isForm = () => questions().length > 0;
  const label = () => (isForm() ? words.answer : props.ask.parts() ? askWords.allowOnce : words.read);
  const note = () => {
    if (isHeldBack()) return askWords.answerHeld;
    if (props.ask.count() > 1) return words.waiting(props.ask.count());
    if (questions().length > 1) return words.questions(questions().length);
    const choices = questions()[0]?.options.length ?? 0;
    return choices > 0 ? words.choices(choices) : "";
  };
  return (
    <>
      <Button
        variant="signal"
        size={24}
        keys="A"
        aria-keyshortcuts="A"
        tabindex={tab()}
        busy={props.ask.isAnswering()}
        held={props.ask.isHeld()}
        onClick={() => props.ask.allow()}
      >
        {label()}
      </Button>
      <Show when={props.ask.canReject()}>
        <Button
          size={24}
          keys="R"
          aria-keyshortcuts="R"
          tabindex={tab()}
          disabled={props.ask.isAnswering()}
          held={props.ask.isHeld()}
          onClick={() => props.ask.reject()}
        >
          {askWords.reject}
        </Button>
      </Show>
      <span class="cut grow tile-faint">{note()}</span>
    </>
  );
}

function Failed(props: FootProps) {
  const app = useApp();
  const navigate = useNavigate();
  const [isBusy, setBusy] = createSignal(false);
  const tab = () => (props.isCurrent ? 0 : -1);
  const goOn = async () => {
    setBusy(true);
    try {
      await app.wire.call("continueSession", { sessionId: props.session.sessionId });
    } catch (thrown) {
      toast(`${words.continueFailed}: ${toWireError(thrown).message}`);
    }
    setBusy(false);
  };
  return (
    <>
      <Button size={24} icon={RotateCwIcon} tabindex={tab()} busy={isBusy()} onClick={() => void goOn()}>
        {words.continue}
      </Button>
      <Button
        size={24}
        variant="ghost"
        tabindex={tab()}
        onClick={() => navigate(sessionPath(props.session.sessionId))}
      >
        {words.open}
      </Button>
      <span class="grow" />
    </>
  );
}

function Resting(props: FootProps) {
  const turns = () => props.session.lastTurn?.turn ?? 0;
  const isAsleep = () => props.status?.state === "idle" && props.session.process === "asleep";
  return (
    <>
      <span class="cut" data-state={props.status?.state}>
        {props.status?.word}
      </span>
      <span class="cut grow">
        <Show when={isAsleep()} fallback={turns() > 0 ? words.turns(turns()) : ""}>
          {words.wakes}
        </Show>
      </span>
    </>
  );
}

/** Steps of a plan as dashes: done, the next one, the rest. */
function Steps(props: { done: number; total: number }) {
  const steps = () => Array.from({ length: Math.min(props.total, MOST_STEPS) }, (_, at) => at);
  /** Where there are too many to draw, each stands for several. */
  const scaled = () => Math.floor((props.done * steps().length) / Math.max(1, props.total));
  const part = (at: number) => {
    if (at < scaled()) return "done";
    return at === scaled() && props.done < props.total ? "next" : "rest";
  };
  return (
    <>
      <span class="tile-steps" role="img" aria-label={words.plan(props.done, props.total)}>
        <For each={steps()}>{(at) => <i data-step={part(at)} />}</For>
      </span>
      <span class="nowrap" aria-hidden="true">
        {props.done}/{props.total}
      </span>
    </>
  );
}

const MOST_STEPS = 24;

function Context(props: { session: SessionInfo }) {
  const fill = () => props.session.context;
  const percent = () => {
    const told = fill();
    if (told === null || told.windowTokens === null) return undefined;
    return Math.min(100, Math.round((100 * told.usedTokens) / told.windowTokens));
  };
  return (
    <Show when={fill()}>
      {(told) => (
        <Show
          when={percent() !== undefined}
          fallback={
            <span class="nowrap" title={words.context(tokens(told().usedTokens))}>
              {tokens(told().usedTokens)}
            </span>
          }
        >
          <span class="nowrap" title={words.contextOf(percent() ?? 0)}>
            {percent()} %
          </span>
        </Show>
      )}
    </Show>
  );
}

function Cost(props: { session: SessionInfo }) {
  const usage = () => props.session.usage;
  return (
    <Show when={usage().costUsd !== null}>
      <span class="tile-cost" title={words.cost(money(usage().costUsd ?? 0), usage().turnsWithoutCost)}>
        {money(usage().costUsd ?? 0)}
        {usage().turnsWithoutCost > 0 ? " +" : ""}
      </span>
    </Show>
  );
}
