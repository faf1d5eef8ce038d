import { createContext, useContext } from "solid-js";

/** What a new session is for; what is not named is as it was chosen last. */
export interface NewSessionFor {
  readonly projectId?: string;
  readonly beadId?: string;
}

/** What any view may ask of the frame around it. */
export interface ShellActions {
  openNewSession(on?: NewSessionFor): void;
  /** The conversations that were begun in a terminal, in place of any other dialog. */
  openTakeOver(): void;
  toggleList(): void;
}

export const ShellContext = createContext<ShellActions>();

export function useShell(): ShellActions {
  const shell = useContext(ShellContext);
  if (shell === undefined) throw new Error("useShell needs the Shell above it");
  return shell;
}
