import type { Project } from "@switchyard/core/protocol";
import { createSignal } from "solid-js";
import { useApp } from "../../state/app.ts";
import { createWorktrees } from "../../state/worktrees.ts";
import { Field, TextArea } from "../../ui/Field.tsx";
import { TerminalIcon } from "../../ui/icons.ts";
import { toast } from "../../ui/toast.ts";
import { toWireError } from "../../wire/wire-error.ts";
import { words as pageWords } from "../../words/en.ts";
import { worktreeWords } from "../../words/worktree-words.ts";
import { copyFault, pathsOf } from "./copy-fault.ts";
import { WorktreeList } from "./WorktreeList.tsx";

const words = worktreeWords.project;

/** The setup command and the files to copy, saved when a field is left, and the project's worktrees. */
export default function WorktreeSettings(props: { project: Project }) {
  const app = useApp();
  const kept = () => props.project.worktrees;
  const worktrees = createWorktrees(app, () => props.project.projectId);
  /** What was written and is not saved; null: nothing. */
  const [typedSetup, setSetup] = createSignal<string | null>(null);
  const [typedCopies, setCopies] = createSignal<string | null>(null);
  const setup = () => typedSetup() ?? kept().setup ?? "";
  const copies = () => typedCopies() ?? kept().copies.join("\n");
  const isAway = () => app.connection.link() !== "live";
  const fault = () => copyFault(pathsOf(copies()));

  /** Both at once: a save that is under way would else be taken back by the next one. */
  async function save(): Promise<void> {
    const [writtenSetup, writtenCopies] = [typedSetup(), typedCopies()];
    const paths = pathsOf(copies());
    const next = {
      setup: setup().trim() === "" ? null : setup().trim(),
      copies: copyFault(paths) === undefined ? paths : kept().copies,
    };
    if (next.setup === kept().setup && next.copies.join("\n") === kept().copies.join("\n")) return;
    try {
      await app.projects.update(props.project.projectId, { worktrees: next });
      setSetup((now) => (now === writtenSetup ? null : now));
      if (next.copies === paths) setCopies((now) => (now === writtenCopies ? null : now));
    } catch (thrown) {
      // What was written stays in its field: leaving that again tries again.
      toast(`${words.failed}: ${toWireError(thrown).message}`);
    }
  }

  return (
    <div class="worktree-settings">
      <p class="text-3">{words.text}</p>
      <Field
        label={words.setup}
        icon={TerminalIcon}
        mono
        maxlength={4096}
        placeholder={words.setupPlaceholder}
        value={setup()}
        onValue={setSetup}
        onBlur={() => void save()}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.isComposing) void save();
        }}
        disabled={isAway()}
        title={isAway() ? pageWords.notConnected : ""}
        note={words.setupText}
      />
      <TextArea
        label={words.copies}
        class="worktree-copies"
        rows={3}
        placeholder={words.copiesPlaceholder}
        value={copies()}
        onValue={setCopies}
        onBlur={() => void save()}
        disabled={isAway()}
        title={isAway() ? pageWords.notConnected : ""}
        error={fault()}
        note={words.copiesText}
      />
      <WorktreeList worktrees={worktrees} />
    </div>
  );
}
