import { useLocation } from "@solidjs/router";
import { createEffect, type JSX, on, Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Icon, type IconComponent } from "../../ui/Icon.tsx";
import { RotateCwIcon, TriangleAlertIcon, WifiOffIcon } from "../../ui/icons.ts";
import { Note } from "../../ui/Note.tsx";
import { words as common } from "../../words/en.ts";
import { troubleWords as words } from "../../words/trouble-words.ts";
import { fetchMissingStyles } from "./fetch-missing-styles.ts";
import { MissingPart } from "./fetch-part.ts";
import "./Trouble.css";

interface TroubleProps {
  thrown: unknown;
  /** Shows what it stands for once more. */
  retry: () => void;
  /** It stands for a dialog, and is one. */
  onClose: (() => void) | undefined;
}

/** Why a view is not there, and the way on: the frame stays, the sessions are untouched. */
export default function Trouble(props: TroubleProps) {
  const location = useLocation();
  // What is wrong in one place is not in the next.
  createEffect(on(() => location.pathname, props.retry, { defer: true }));
  return (
    <Show when={props.thrown instanceof MissingPart} fallback={<Broken {...props} />}>
      <Missing {...props} />
    </Show>
  );
}

/** Files of the page that could not be fetched: they come with the bridge, unless it is another one by then. */
function Missing(props: TroubleProps) {
  const { connection } = useApp();
  const isAway = () => connection.link() !== "live";
  createEffect(on(connection.epoch, () => void fetchMissingStyles().then(props.retry), { defer: true }));
  return (
    <Frame
      icon={WifiOffIcon}
      title={isAway() ? words.away : words.missing}
      actions={
        <Show when={isAway()} fallback={<Reload />}>
          <Button icon={RotateCwIcon} onClick={() => connection.reconnectNow()}>
            {common.tryNow}
          </Button>
        </Show>
      }
      onClose={props.onClose}
    >
      {isAway() ? words.awayText : words.missingText}
    </Frame>
  );
}

/** A fault of the page itself, which can be told to us. */
function Broken(props: TroubleProps) {
  const message = () => (props.thrown instanceof Error ? props.thrown.message : String(props.thrown));
  const details = () => (props.thrown instanceof Error ? (props.thrown.stack ?? message()) : message());
  return (
    <Frame
      icon={TriangleAlertIcon}
      tone="danger"
      title={words.broken}
      code={message()}
      actions={
        <>
          <Reload />
          <CopyButton text={details()} label={words.copy} words={words.copy} variant="ghost" />
        </>
      }
      onClose={props.onClose}
    >
      {words.brokenText}
    </Frame>
  );
}

function Reload() {
  return (
    <Button icon={RotateCwIcon} onClick={() => location.reload()}>
      {common.reload}
    </Button>
  );
}

/** In place, or as the dialog that it stands for. */
function Frame(props: {
  icon: IconComponent;
  tone?: "danger";
  title: string;
  code?: string;
  actions: JSX.Element;
  onClose: (() => void) | undefined;
  children: JSX.Element;
}) {
  return (
    <Show
      when={props.onClose}
      fallback={
        <div class="trouble">
          <Note
            tone={props.tone ?? "neutral"}
            role="alert"
            icon={<Icon of={props.icon} />}
            title={props.title}
            {...(props.code === undefined ? {} : { code: props.code })}
            actions={props.actions}
          >
            {props.children}
          </Note>
        </div>
      }
    >
      {(close) => (
        <Dialog
          title={props.title}
          icon={props.icon}
          width={440}
          onClose={() => close()()}
          footer={
            <>
              {props.actions}
              <span class="grow" />
              <Button data-autofocus="" keys="Esc" onClick={() => close()()}>
                {common.cancel}
              </Button>
            </>
          }
        >
          <p role="alert">{props.children}</p>
          <Show when={props.code}>
            <pre>{props.code}</pre>
          </Show>
        </Dialog>
      )}
    </Show>
  );
}
