import { createContext, useContext } from "solid-js";

/** What any view may ask of the frame around it. */
export interface ShellActions {
  openNewSession(): void;
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
