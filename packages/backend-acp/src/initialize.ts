/** The version of the Agent Client Protocol that we speak. */
export const PROTOCOL_VERSION = 1;

/**
 * We read and write no files for an agent, and run nothing: it has its own tools, under its own permissions. It may
 * have the user fill in a form, and sends them to no page.
 */
export const INITIALIZE = {
  protocolVersion: PROTOCOL_VERSION,
  clientInfo: { name: "switchyard", title: "Switchyard", version: "0.1.0" },
  clientCapabilities: {
    fs: { readTextFile: false, writeTextFile: false },
    terminal: false,
    elicitation: { form: {} },
  },
} as const;
