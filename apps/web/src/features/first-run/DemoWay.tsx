import { useNavigate } from "@solidjs/router";
import { type BackendInfo, PersonaId, type SessionId } from "@switchyard/core/protocol";
import { createSignal, Show } from "solid-js";
import { ariaKeys, createShortcut } from "../../keys/keyboard.ts";
import { useApp } from "../../state/app.ts";
import { createStart } from "../../state/create-start.ts";
import { sessionPath } from "../../state/sessions.ts";
import { Button } from "../../ui/Button.tsx";
import { PlayIcon } from "../../ui/icons.ts";
import { words } from "../../words/en.ts";
import { firstRunWords } from "../../words/first-run-words.ts";
import { startRefusal } from "../../state/start-refusal.ts";
import { backendWord } from "../backend/BackendState.tsx";
import { TrustDialog } from "../trust/TrustDialog.tsx";
import { Way } from "./Way.tsx";

/** The demo, one press away: it starts in the bridge's folder, gives its tour, and is gone to. */
export function DemoWay(props: { backend: BackendInfo; isFirst: boolean }) {
  const app = useApp();
  const navigate = useNavigate();
  const [refusal, setRefusal] = createSignal<string>();
  const starting = createStart(app, (error) => setRefusal(startRefusal(error)));
  const open = (sessionId: SessionId | undefined) => {
    if (sessionId !== undefined) navigate(sessionPath(sessionId));
  };
  const start = async () => {
    if (obstacle() !== undefined) return;
    setRefusal(undefined);
    const cwd = app.settings.cwd();
    open(
      await starting.run({
        // Nobody is meant to be: what it says is a script.
        persona: PersonaId.parse("none"),
        cliBackend: props.backend.id,
        permissionMode: "default",
        prompt: firstRunWords.demoPrompt,
        ...(cwd !== null && { cwd }),
      }),
    );
  };
  const trustAndStart = async () => open(await starting.trustAndRun());
  const obstacle = () => {
    const { state, reason } = props.backend;
    if (app.connection.link() !== "live") return words.notConnected;
    return state === "ready" || state === "checking" ? undefined : (reason ?? backendWord(state));
  };
  createShortcut("startDemo", () => void start());
  return (
    <Way
      icon={PlayIcon}
      title={firstRunWords.demoTitle}
      text={firstRunWords.demoText}
      isFirst={props.isFirst}
    >
      <Button
        variant={props.isFirst ? "primary" : "default"}
        keys="d"
        aria-keyshortcuts={ariaKeys("startDemo")}
        busy={starting.isBusy()}
        disabled={obstacle() !== undefined}
        {...(obstacle() === undefined ? {} : { reason: obstacle() ?? "" })}
        onClick={() => void start()}
      >
        {firstRunWords.demoStart}
      </Button>
      <Show when={refusal()}>
        <p class="first-run-fault" role="alert">
          {refusal()}
        </p>
      </Show>
      <TrustDialog of={starting} onTrust={() => void trustAndStart()} />
    </Way>
  );
}
