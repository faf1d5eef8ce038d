import { useApp } from "../../../state/app.ts";
import { Field, TextArea } from "../../../ui/Field.tsx";
import { batchWords } from "../../../words/batch-words.ts";
import { BackendChoice } from "../../new-session/BackendChoice.tsx";
import { PermissionChoice } from "../../new-session/PermissionChoice.tsx";
import type { StartBackend } from "../../new-session/start-backend.ts";
import { WorktreeChoice } from "../../worktree/WorktreeChoice.tsx";
import { freePlaces } from "../foot/free-places.ts";
import { firstMessage } from "./first-message.ts";
import type { BatchForm } from "./start-form.ts";
import type { StartList } from "./start-list.ts";
import "../../new-session/NewSessionDialog.css";

const words = batchWords.dialog;

/** What all the sessions of the batch share. */
export function CommonFields(props: { form: BatchForm; runs: StartBackend; list: StartList }) {
  const app = useApp();
  const free = () => freePlaces(app)?.free;
  const example = () => {
    const bead = props.list.ticked()[0];
    return bead && firstMessage("", bead, props.list.agentOf(bead)?.task);
  };
  return (
    <>
      <BackendChoice runs={props.runs} error={props.form.error("backend")} />
      <TextArea
        label={words.message}
        placeholder={example() === undefined ? "" : words.messagePlaceholder(example() ?? "")}
        value={props.form.message()}
        onValue={(message) => props.form.setMessage(message)}
        error={props.form.error("message")}
        aside={<span class="start-added-to">{words.messageNote}</span>}
      />
      <div class="start-common">
        <div class="start-limit">
          <Field
            type="number"
            inputmode="numeric"
            min="1"
            max="1000"
            label={words.limit}
            value={props.form.limit()}
            onValue={(limit) => props.form.setLimit(limit)}
            error={props.form.error("limit")}
            aside={free() === undefined ? undefined : words.limitNote(free() ?? 0)}
          />
        </div>
        <PermissionChoice runs={props.runs} error={props.form.error("permissions")} />
      </div>
      <WorktreeChoice worktree={props.form.worktree} isSeveral error={props.form.error("worktree")} />
    </>
  );
}
