import { A, useNavigate } from "@solidjs/router";
import type { ProcessInfo } from "@switchyard/core/protocol";
import { createSignal, Match, Show, Switch } from "solid-js";
import { useApp } from "../../state/app.ts";
import { createProcesses } from "../../state/processes.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { CpuIcon, MoonIcon, PowerIcon, RotateCwIcon, TriangleAlertIcon } from "../../ui/icons.ts";
import { Note } from "../../ui/Note.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { toast } from "../../ui/toast.ts";
import { toWireError } from "../../wire/wire-error.ts";
import { words as pageWords } from "../../words/en.ts";
import { processWords as words } from "../../words/process-words.ts";
import { SignalPill } from "../signal/SignalPill.tsx";
import { cutsTurn } from "./cuts-turn.ts";
import { memory, sumOf } from "./memory.ts";
import { OrphanPart } from "./OrphanPart.tsx";
import { ProcessTable } from "./ProcessTable.tsx";
import { StopProcessesDialog } from "./StopProcessesDialog.tsx";
import "./ProcessesPlace.css";

/** What the sessions run on this machine: what each process takes, and ways to end one, the idle ones or all. */
export default function ProcessesPlace() {
  const app = useApp();
  const navigate = useNavigate();
  const processes = createProcesses(app);
  const [asking, setAsking] = createSignal<readonly ProcessInfo[] | null>(null);
  const all = () => processes.told?.processes ?? [];
  const running = () => all().filter(({ state }) => state !== "stopping");
  const idle = () => all().filter(({ state }) => state === "idle");
  const isLive = () => app.connection.link() === "live";

  async function stop(list: readonly ProcessInfo[], done?: string): Promise<void> {
    setAsking(null);
    try {
      await processes.stop(list.map(({ processId }) => processId));
      if (done !== undefined) toast(done);
    } catch (thrown) {
      toast(`${words.stopFailed}: ${toWireError(thrown).message}`);
    }
  }

  return (
    <div class="processes">
      <header class="processes-head">
        <h1>{words.title}</h1>
        <Show when={processes.told}>
          {(told) => (
            <p class="processes-sum">
              <span>{words.sum(told().processes.length, told().limit)}</span>
              <Show when={sumOf(told().processes.map(({ memoryBytes }) => memoryBytes))}>
                {(bytes) => <span title={words.memoryTitle}>{words.inMemory(memory(bytes()))}</span>}
              </Show>
              <Show when={told().waiting > 0}>
                <span title={words.waitTitle}>{words.wait(told().waiting)}</span>
              </Show>
            </p>
          )}
        </Show>
        <span class="grow" />
        <span class="processes-actions">
          <Button
            icon={MoonIcon}
            disabled={idle().length === 0 || !isLive()}
            reason={isLive() ? words.nothingIdle : pageWords.notConnected}
            onClick={() => void stop(idle(), words.slept(idle().length))}
          >
            {words.sleepIdle(idle().length)}
          </Button>
          <Button
            icon={PowerIcon}
            disabled={running().length === 0 || !isLive()}
            reason={isLive() ? words.nothingRuns : pageWords.notConnected}
            onClick={() => setAsking(running())}
          >
            {words.stopAll}
          </Button>
        </span>
        <SignalPill />
      </header>
      <div class="processes-scroll">
        <Show when={processes.error()}>
          {(error) => (
            <Note
              icon={<Icon of={TriangleAlertIcon} />}
              title={words.failed}
              role="status"
              actions={
                <Button size={24} icon={RotateCwIcon} onClick={() => void processes.refresh()}>
                  {pageWords.tryNow}
                </Button>
              }
            >
              {error().message} <Show when={processes.told}>{words.stale}</Show>
            </Note>
          )}
        </Show>
        <Switch>
          <Match when={processes.told === null && processes.error() === null}>
            <Skeleton label={words.loading} lines={["full", "long", "full", "half", "full"]} />
          </Match>
          <Match when={processes.told !== null && all().length === 0}>
            <EmptyState
              icon={CpuIcon}
              title={words.emptyTitle}
              actions={<Button onClick={() => navigate("/sessions")}>{words.toSessions}</Button>}
            >
              {words.emptyText}
            </EmptyState>
          </Match>
          <Match when={all().length > 0}>
            <ProcessTable
              processes={all()}
              now={processes.toldAt()}
              isStopping={({ processId }) => processes.isStopping(processId)}
              onStop={(one) => (cutsTurn(one) ? setAsking([one]) : void stop([one]))}
            />
          </Match>
        </Switch>
        <Show when={processes.told}>
          {(told) => (
            <>
              <p class="processes-limit text-3">
                {words.limit(told().limit)}{" "}
                <A href="/settings" class="link">
                  {words.toSettings}
                </A>
              </p>
              <OrphanPart orphans={told().orphans} now={processes.toldAt()} />
            </>
          )}
        </Show>
      </div>
      <Show when={asking()}>
        {(list) => (
          <StopProcessesDialog
            count={list().length}
            turns={list().filter(cutsTurn).length}
            onStop={() => void stop(list())}
            onClose={() => setAsking(null)}
          />
        )}
      </Show>
    </div>
  );
}
