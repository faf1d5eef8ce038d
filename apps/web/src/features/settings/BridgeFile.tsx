import { Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { settingsWords } from "../../words/settings-words.ts";
import "./BridgeFile.css";

/** What is set in the bridge's own file alone: where that is, and the lines that do it. */
export function BridgeFile() {
  const app = useApp();
  const example = () =>
    app.backends.list.find((backend) => !backend.isDemo && backend.source !== "built_in")?.id ?? "claude";
  return (
    <section class="bridge-file" aria-labelledby="settings-file">
      <h2 id="settings-file">{settingsWords.file.title}</h2>
      <p class="small text-3">{settingsWords.file.text}</p>
      <Show when={app.settings.settingsFile()}>
        {(file) => <CopyLine text={file()} label={settingsWords.file.copyPath} />}
      </Show>
      <h3>{settingsWords.file.override}</h3>
      <CopyLine text={overrideLine(example())} label={settingsWords.file.copyOverride} />
      <h3>{settingsWords.file.program}</h3>
      <p class="small text-3">{settingsWords.file.programText}</p>
      <CopyLine text={PROGRAM_LINE} label={settingsWords.file.copyProgram} />
    </section>
  );
}

/** Exact text with a button that copies it. */
function CopyLine(props: { text: string; label: string }) {
  return (
    <div class="copy-line">
      <code>{props.text}</code>
      <CopyButton text={props.text} label={props.label} />
    </div>
  );
}

function overrideLine(backendId: string): string {
  return `"backends": { "${backendId}": { "path": "/path/to/${backendId}" } }`;
}

const PROGRAM_LINE =
  '"acpBackends": [{ "id": "opencode", "displayName": "OpenCode", "command": "opencode", "args": ["acp"] }]';
