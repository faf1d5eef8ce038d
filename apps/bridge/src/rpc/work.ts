import { takeFile } from "../attachments/take-file.ts";
import type { Folders } from "../changes/folders.ts";
import { fileChange, sessionChanges } from "../changes/session-changes.ts";
import type { FolderFiles } from "../files/folder-files.ts";
import { needKnownFolder } from "../files/known-folder.ts";
import type { Log } from "../log/log.ts";
import type { Projects } from "../projects/projects.ts";
import type { Handlers } from "../server/handlers.ts";
import type { Sessions } from "../session/sessions.ts";

type Names = "addAttachment" | "listFiles" | "getSessionChanges" | "getFileChange";

export interface WorkOptions {
  /** The folder that is meant where none is named. */
  readonly cwd: string;
  readonly projects: Pick<Projects, "list">;
  readonly folders: Folders;
  readonly files: FolderFiles;
}

/** Handlers of the files around a session. */
export function workHandlers(sessions: Sessions, log: Log, options: WorkOptions): Pick<Handlers, Names> {
  const { folders, files } = options;

  async function folderOf(asked: string | undefined): Promise<string> {
    const projects = (await options.projects.list()).map(({ path }) => path);
    const ofSessions = Array.from(sessions.all(), ({ record }) => record.cwd);
    return needKnownFolder(asked ?? options.cwd, [options.cwd, ...projects, ...ofSessions]);
  }

  return {
    addAttachment: (params) => ({ attachment: takeFile(log, params) }),
    async listFiles({ sessionId, cwd, query, limit = DEFAULT_LIMIT }) {
      const asked = sessionId === undefined ? cwd : sessions.need(sessionId).record.cwd;
      return { files: await files.find(await folderOf(asked), query, limit) };
    },
    getSessionChanges: ({ sessionId }) => sessionChanges(folders, sessions.need(sessionId), sessions.all()),
    getFileChange: ({ sessionId, path }) => fileChange(folders, sessions.need(sessionId), path),
  };
}

const DEFAULT_LIMIT = 50;
