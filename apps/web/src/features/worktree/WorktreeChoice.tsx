import { createUniqueId, type JSX, Match, Show, Switch as Choose } from "solid-js";
import { Field } from "../../ui/Field.tsx";
import { GitBranchIcon } from "../../ui/icons.ts";
import { Switch } from "../../ui/Switch.tsx";
import { worktreeWords } from "../../words/worktree-words.ts";
import type { StartWorktree } from "./create-start-worktree.ts";
import "./worktree-choice.css";

const words = worktreeWords.start;

/** Whether a start gets its own worktree, and what that would be. */
export function WorktreeChoice(props: {
  worktree: StartWorktree;
  /** Each of several starts gets one, on a branch that is named from its bead. */
  isSeveral?: boolean;
  /** Why the start was refused. */
  error: string | undefined;
}) {
  const id = createUniqueId();
  const name = () => (props.isSeveral === true ? words.several : words.label);
  const fault = () => props.worktree.fault() ?? props.error;
  return (
    <div class="start-worktree" role="group" aria-labelledby={id}>
      <div class="start-worktree-line">
        <span class="start-label" id={id}>
          {name()}
        </span>
        <Switch label={name()} checked={props.worktree.isOn()} onChange={(on) => props.worktree.turn(on)} />
        <span class="small text-3">{props.isSeveral === true ? words.severalText : words.text}</span>
      </div>
      <Show when={props.worktree.isOn()}>
        <Show when={fault()}>
          <p class="start-fault" role="alert">
            {fault()}
          </p>
        </Show>
        <Show when={props.worktree.fault() === undefined}>
          <Show when={props.isSeveral !== true}>
            <BranchField worktree={props.worktree} />
          </Show>
          <Preview worktree={props.worktree} isSeveral={props.isSeveral === true} />
        </Show>
      </Show>
    </div>
  );
}

function BranchField(props: { worktree: StartWorktree }) {
  const preview = () => props.worktree.preview();
  const isNamed = () => props.worktree.branch() !== (preview()?.branch ?? "");
  const base = () => preview()?.base ?? null;
  return (
    <Field
      label={words.branch}
      icon={GitBranchIcon}
      mono
      maxlength={200}
      placeholder={preview() === null ? words.reading : ""}
      value={props.worktree.branch()}
      onValue={(name) => props.worktree.setBranch(name)}
      error={props.worktree.branchFault()}
      aside={
        <Show when={isNamed()} fallback={<Show when={preview()}>{from(base())}</Show>}>
          <button type="button" class="link" onClick={() => props.worktree.setBranch(null)}>
            {words.asNamed}
          </button>
        </Show>
      }
      note={<Show when={!isNamed() && preview()}>{(told) => <code>{words.path(told().path)}</code>}</Show>}
    />
  );
}

/** What is copied and run, and what is left behind. */
function Preview(props: { worktree: StartWorktree; isSeveral: boolean }) {
  const preview = () => props.worktree.preview();
  return (
    <Choose>
      <Match when={preview()}>
        {(told) => (
          <div class="start-worktree-told">
            <Show when={told().uncommitted > 0}>
              <p>{words.stays(told().uncommitted)}</p>
            </Show>
            <Show when={props.isSeveral || told().copies.length > 0 || told().setup !== null}>
              <dl>
                <Show when={props.isSeveral}>
                  <Told name={words.madeFrom}>{told().base ?? worktreeWords.part.noBase}</Told>
                </Show>
                <Show when={told().copies.length > 0}>
                  <Told name={words.copies}>{told().copies.join(", ")}</Told>
                </Show>
                <Show when={told().setup}>{(setup) => <Told name={words.setup}>{setup()}</Told>}</Show>
              </dl>
            </Show>
          </div>
        )}
      </Match>
      <Match when={props.isSeveral}>
        <p class="start-worktree-told text-3">{words.reading}</p>
      </Match>
    </Choose>
  );
}

function Told(props: { name: string; children: JSX.Element }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>
        <code>{props.children}</code>
      </dd>
    </div>
  );
}

function from(base: string | null): string {
  return base === null ? words.fromNone : words.from(base);
}
