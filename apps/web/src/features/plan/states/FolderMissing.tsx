import type { Project } from "@switchyard/core/protocol";
import type { ProjectBeads } from "../../../state/beads.ts";
import { Button } from "../../../ui/Button.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { FolderIcon, RotateCwIcon } from "../../../ui/icons.ts";
import { projectWords } from "../../../words/project-words.ts";

/** The project is in the list and its folder is nowhere. */
export function FolderMissing(props: { project: Project; beads: ProjectBeads }) {
  return (
    <EmptyState
      icon={FolderIcon}
      title={projectWords.empty.missingTitle(props.project.name)}
      actions={
        <Button icon={RotateCwIcon} busy={props.beads.isReading()} onClick={() => void props.beads.refresh()}>
          {projectWords.tracker.again}
        </Button>
      }
    >
      {projectWords.empty.missingText(props.project.path)}
    </EmptyState>
  );
}
