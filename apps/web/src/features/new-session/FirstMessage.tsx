import type { ParamsOf } from "@switchyard/core/protocol";
import { createSignal, Show, Suspense } from "solid-js";
import { useApp } from "../../state/app.ts";
import { readBytes } from "../../state/attachments.ts";
import { TextArea } from "../../ui/Field.tsx";
import { attachWords } from "../../words/attach-words.ts";
import { beadWords } from "../../words/bead-words.ts";
import { words } from "../../words/en.ts";
import { addFiles } from "../attach/add-files.ts";
import { AttachButtons } from "../attach/AttachButtons.tsx";
import { createMentions } from "../attach/create-mentions.ts";
import { DropZone } from "../attach/DropZone.tsx";
import { insertText } from "../attach/insert-text.ts";
import { mentionProps } from "../attach/mention-props.ts";
import { takePaste } from "../attach/take-paste.ts";
import { PromptPreview } from "../personas/PromptPreview.tsx";
import { lazyPart } from "../shell/lazy-part.tsx";
import type { StartForm } from "./form.ts";

const AttachTray = lazyPart(() => import("../attach/AttachTray.tsx"));
const MentionList = lazyPart(() => import("../attach/MentionList.tsx"));

/** What the session begins with, and the text before it that the persona and the bead give. */
export function FirstMessage(props: { form: StartForm }) {
  const app = useApp();
  const [isPreviewing, setPreviewing] = createSignal(false);
  let field!: HTMLTextAreaElement;
  const files = () => props.form.files();
  const backend = () => app.backends.get(props.form.backend() ?? "");
  const attach = async (added: readonly File[], folders: readonly string[] = []) => {
    await addFiles(files(), added, backend());
    const refused = folders.map((name) => ({ name, reason: attachWords.refusal.folder }));
    if (refused.length > 0) files().refuse([...files().refused, ...refused]);
  };
  const mentions = createMentions({
    field: () => field,
    find: async (query) =>
      (await app.wire.call("listFiles", { cwd: props.form.folder().trim(), query })).files,
    canFind: () => app.connection.link() === "live" && props.form.folder().trim() !== "",
  });
  return (
    <div class="start-message">
      <TextArea
        {...mentionProps(mentions)}
        ref={field}
        label={words.start.firstMessage}
        placeholder={words.start.messagePlaceholder}
        data-autofocus=""
        value={props.form.message()}
        onValue={(message) => {
          props.form.set("message", message);
          mentions.look();
        }}
        onPaste={(event) => takePaste(event, files(), backend())}
        onKeyDown={(event) => {
          if (!mentions.takesKey(event)) return;
          event.preventDefault();
          event.stopPropagation();
        }}
        error={props.form.error("message")}
        aside={
          <>
            <span class="start-added-to">
              {props.form.on.id() === undefined ? words.start.addedTo : beadWords.field.addedTo}
            </span>
            <button
              type="button"
              class="link"
              aria-expanded={isPreviewing()}
              onClick={() => setPreviewing((shown) => !shown)}
            >
              {isPreviewing() ? words.start.hidePreview : words.start.preview}
            </button>
            <AttachButtons
              size={24}
              onFiles={(added) => void attach(added)}
              onMention={() => mentions.begin()}
            />
          </>
        }
      />
      <Show when={files().list.length > 0 || files().refused.length > 0}>
        <Suspense>
          <AttachTray
            tray={{
              get files() {
                return files();
              },
              get link() {
                return app.connection.link();
              },
              readBytes: (blobId) => readBytes(app.wire, blobId),
              write: (text) => insertText(field, text),
              focus: () => field.focus(),
            }}
          />
        </Suspense>
      </Show>
      <Show when={mentions.options()}>
        <Suspense>
          <MentionList mentions={mentions} near={field} />
        </Suspense>
      </Show>
      <DropZone
        text={attachWords.dropHere}
        within="dialog"
        onDrop={(added, folders) => void attach(added, folders)}
      />
      <Show when={isPreviewing() && props.form.who.missing() === undefined}>
        <PromptPreview
          asked={previewOf(props.form)}
          version={props.form.who.chosen()?.hash ?? ""}
          label={words.start.previewLabel}
        />
      </Show>
    </div>
  );
}

/** The same as the start would send. */
function previewOf(form: StartForm): ParamsOf<"previewPrompt"> | undefined {
  const persona = form.who.chosen();
  return persona && { persona: persona.id, ...form.asked() };
}
