import type { MethodName } from "@switchyard/core/protocol";

/**
 * What a lost connection does to a call.
 * `always`: it waits for the next connection and is sent again until it is answered; it may come twice.
 * `once`: it waits for a connection and is sent on one alone; lost after that, it ends with `CLOSED`.
 * `never`: without a connection, or when it is lost, it ends with `CLOSED`.
 */
export type Policy = "always" | "once" | "never";

/** Reads and what means the same twice are repeated; a message is taken once by its `messageId`. */
export const policies: Readonly<Record<MethodName, Policy>> = {
  hello: "never",
  startAgentSession: "never",
  sendAgentMessage: "always",
  interruptAgentSession: "never",
  stopAgentSession: "never",
  terminateSession: "never",
  approveSuggestion: "once",
  listActiveSessions: "always",
  listSessions: "always",
  switchActiveSession: "always",
  getActiveSessionId: "always",
  subscribeSession: "never",
  unsubscribeSession: "never",
  getSessionHistory: "always",
  resumeSession: "never",
  markSessionRead: "always",
  listQueuedMessages: "always",
  withdrawQueuedMessage: "never",
  readBlob: "always",
  setPermissionMode: "never",
  setModel: "never",
  trustFolder: "never",
  listBackends: "always",
  listPersonas: "always",
  previewPrompt: "always",
  markSessionUnread: "always",
  renameSession: "always",
  archiveSession: "never",
  deleteSession: "never",
  updateQueuedMessage: "never",
  searchSessions: "always",
  exportSession: "never",
  getStorage: "always",
  prewarm: "never",
  listProcesses: "always",
  stopProcess: "never",
  listConversations: "always",
  takeOverConversation: "never",
  getSettings: "always",
  updateSettings: "never",
  getProjects: "always",
  addProject: "always",
  addSampleProject: "always",
  removeProject: "always",
  openProject: "always",
  toggleFavorite: "never",
  getCurrentDir: "always",
  getBeads: "always",
  getBead: "always",
  getProjectViewModel: "always",
  startBeads: "never",
  updateBatch: "always",
};
