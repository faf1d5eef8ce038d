import { Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { words } from "../../words/en.ts";
import { worktreeWords } from "../../words/worktree-words.ts";
import { WorktreeChoice } from "../worktree/WorktreeChoice.tsx";
import { BackendChoice } from "./BackendChoice.tsx";
import { BudgetField } from "./BudgetField.tsx";
import { FirstMessage } from "./FirstMessage.tsx";
import type { StartForm } from "./form.ts";
import { PermissionChoice } from "./PermissionChoice.tsx";
import { PersonaChoice } from "./PersonaChoice.tsx";
import { WorkFields } from "./WorkFields.tsx";

/** The fields of a new session. */
export function StartFields(props: { form: StartForm }) {
  const app = useApp();
  const others = () =>
    app.sessions.list.filter(
      (session) =>
        session.status !== "stopped" && session.cwd === props.form.folder().replace(/(.)\/+$/, "$1"),
    ).length;
  return (
    <div class="start-fields">
      <WorkFields
        form={props.form}
        note={
          others() > 0 ? (
            <>
              {words.start.others(others())}{" "}
              <Show when={!props.form.worktree.isOn()}>
                <button type="button" class="link start-offer" onClick={() => props.form.worktree.turn(true)}>
                  {worktreeWords.start.offer}
                </button>
              </Show>
            </>
          ) : undefined
        }
      />
      <PersonaChoice form={props.form} />
      <BackendChoice runs={props.form} error={props.form.error("backend")} />
      <FirstMessage form={props.form} />
      <PermissionChoice runs={props.form} error={props.form.error("permissions")} />
      <WorktreeChoice worktree={props.form.worktree} error={props.form.error("worktree")} />
      <BudgetField form={props.form} />
    </div>
  );
}
