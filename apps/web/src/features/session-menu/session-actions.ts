import type { SessionInfo } from "@switchyard/core/protocol";
import type { KeyName } from "../../keys/table.ts";
import type { App } from "../../state/app.ts";
import { sessionPath } from "../../state/sessions.ts";
import type { IconComponent } from "../../ui/Icon.tsx";
import {
  ArchiveIcon,
  ArchiveRestoreIcon,
  CopyIcon,
  DownloadIcon,
  ExternalLinkIcon,
  MailIcon,
  MailOpenIcon,
  PencilIcon,
  PlayIcon,
  PlusIcon,
  PowerIcon,
  SearchIcon,
  TerminalIcon,
  TrashIcon,
} from "../../ui/icons.ts";
import { keepingWords } from "../../words/keeping-words.ts";
import type { NewBeadFor } from "../shell/shell-context.ts";
import { archiveWithUndo } from "./archive-session.ts";
import { copyText } from "./copy-text.ts";
import { deleteWithUndo } from "./delete-session.ts";
import { startFinding } from "./finding.ts";
import { exportSession } from "./export-session.ts";
import { openOwnWindow } from "./own-window.ts";
import { focusRow } from "./next-row.ts";
import { startRenaming } from "./renaming.ts";
import { tellFailure } from "./tell-failure.ts";

/** Where an action was asked for, and what it may need there. */
export interface ActionPlace {
  readonly app: App;
  readonly session: SessionInfo;
  readonly place: "header" | "row";
  readonly go: (path: string) => void;
  /** Whether the session is the one on screen. */
  readonly isOpen: boolean;
  /** Stops it, after asking where a turn runs. */
  readonly stop: () => void;
  /** A new bead, with the session as its origin. */
  readonly newBead: () => void;
}

export interface SessionAction {
  readonly label: string;
  readonly icon: IconComponent;
  readonly key?: KeyName;
  /** Actions of a group stand together. */
  readonly group: "name" | "copy" | "life" | "end";
  readonly danger?: boolean;
  /** Whether it means anything for this session. */
  when(session: SessionInfo): boolean;
  /** Why it can't be done now, where it can't. */
  refuses?(session: SessionInfo): string | null;
  run(at: ActionPlace): void;
}

const say = keepingWords.menu;

/** Everything that can be done with a session as a whole: menus and keys read this table. */
export const sessionActions: readonly SessionAction[] = [
  {
    label: say.rename,
    icon: PencilIcon,
    key: "rename",
    group: "name",
    when: () => true,
    run: ({ session, place }) => startRenaming(session.sessionId, place),
  },
  {
    label: say.find,
    icon: SearchIcon,
    group: "name",
    when: (session) => session.lastSeq > 0,
    run({ session: { sessionId }, isOpen, go }) {
      if (!isOpen) go(sessionPath(sessionId));
      startFinding(sessionId);
    },
  },
  {
    label: say.newBead,
    icon: PlusIcon,
    group: "name",
    when: (session) => session.projectId !== null,
    run: ({ newBead }) => newBead(),
  },
  {
    label: say.ownWindow,
    icon: ExternalLinkIcon,
    group: "name",
    when: () => true,
    run: ({ session }) => openOwnWindow(session.sessionId),
  },
  {
    label: say.markUnread,
    icon: MailIcon,
    key: "markUnread",
    group: "name",
    when: (session) => session.unread === 0 && session.lastSeq > 0,
    run({ app, session, isOpen, go }) {
      // What is on screen is read: it has to leave it first.
      if (isOpen) {
        go("/sessions");
        focusRow(session.sessionId);
      }
      tellFailure(say.markUnread, app.sessions.markUnread(session.sessionId));
    },
  },
  {
    label: say.markRead,
    icon: MailOpenIcon,
    key: "markUnread",
    group: "name",
    when: (session) => session.unread > 0,
    run({ app, session: { sessionId, lastSeq } }) {
      tellFailure(say.markRead, app.wire.call("markSessionRead", { sessionId, seq: lastSeq }));
    },
  },
  {
    label: say.copyResume,
    icon: TerminalIcon,
    group: "copy",
    when: () => true,
    refuses({ resumeCommand, cliSessionId }) {
      if (resumeCommand !== null) return null;
      return cliSessionId === null ? say.noResumeCommand : say.noResumeWay;
    },
    run: ({ session }) => copyText(session.resumeCommand ?? ""),
  },
  {
    label: say.copyId,
    icon: CopyIcon,
    group: "copy",
    when: () => true,
    run: ({ session }) => copyText(session.sessionId),
  },
  {
    label: say.exportMarkdown,
    icon: DownloadIcon,
    group: "copy",
    when: () => true,
    run: ({ app, session }) => void exportSession(app, session.sessionId, "markdown"),
  },
  {
    label: say.exportJsonl,
    icon: DownloadIcon,
    group: "copy",
    when: () => true,
    run: ({ app, session }) => void exportSession(app, session.sessionId, "jsonl"),
  },
  {
    label: say.resume,
    icon: PlayIcon,
    group: "life",
    when: (session) => session.status === "stopped",
    run({ app, session: { sessionId } }) {
      const resumed = app.wire.call("resumeSession", { sessionId }).then(() => app.sessions.reload());
      tellFailure(say.resume, resumed);
    },
  },
  {
    label: say.stop,
    icon: PowerIcon,
    group: "life",
    when: (session) => session.status !== "stopped",
    run: ({ stop }) => stop(),
  },
  {
    label: say.archive,
    icon: ArchiveIcon,
    key: "archive",
    group: "life",
    when: (session) => !session.isArchived,
    refuses: (session) => (session.status === "running" ? say.archiveRuns : null),
    run: (at) => archiveWithUndo(at),
  },
  {
    label: say.takeOut,
    icon: ArchiveRestoreIcon,
    key: "archive",
    group: "life",
    when: (session) => session.isArchived,
    run({ app, session }) {
      tellFailure(say.takeOut, app.sessions.archive(session.sessionId, false));
    },
  },
  {
    label: say.delete,
    icon: TrashIcon,
    key: "delete",
    group: "end",
    danger: true,
    when: () => true,
    run: (at) => deleteWithUndo(at),
  },
];

/** The actions that mean something for a session. */
export function actionsOf(session: SessionInfo): SessionAction[] {
  return sessionActions.filter((action) => action.when(session));
}

/** A new bead with a session as its origin. */
export function beadFrom({ sessionId, projectId }: SessionInfo): NewBeadFor {
  return { origin: { sessionId }, ...(projectId !== null && { projectId }) };
}
