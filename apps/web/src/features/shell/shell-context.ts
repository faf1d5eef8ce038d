import type { BeadOrigin, ProjectId } from "@switchyard/core/protocol";
import { createContext, useContext } from "solid-js";

/** What a new session is for; what is not named is as it was chosen last. */
export interface NewSessionFor {
  readonly projectId?: string;
  readonly beadId?: string;
}

/** What is known of a bead that is to be made; what is not named is empty, or as where the user is. */
export interface NewBeadFor {
  readonly projectId?: ProjectId;
  readonly parent?: string;
  readonly title?: string;
  readonly description?: string;
  /** The message that it comes from. */
  readonly origin?: BeadOrigin;
}

/** What any view may ask of the frame around it. */
export interface ShellActions {
  openNewSession(on?: NewSessionFor): void;
  /** A new bead, from anywhere. */
  openNewBead(on?: NewBeadFor): void;
  /** The conversations that were begun in a terminal, in place of any other dialog. */
  openTakeOver(): void;
  /** Whatever can be gone to or done, by its name. */
  openPalette(): void;
  toggleList(): void;
}

export const ShellContext = createContext<ShellActions>();

export function useShell(): ShellActions {
  const shell = useContext(ShellContext);
  if (shell === undefined) throw new Error("useShell needs the Shell above it");
  return shell;
}
