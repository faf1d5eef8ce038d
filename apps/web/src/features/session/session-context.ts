import { createContext, useContext } from "solid-js";
import type { NamedPersona } from "../../state/personas.ts";
import type { SessionView } from "../../state/session-view.ts";
import { toast } from "../../ui/toast.ts";
import { sessionWords as words } from "../../words/session-words.ts";

const SessionContext = createContext<SessionView>();

export const SessionProvider = SessionContext.Provider;

/** The session that the screen shows. */
export function useSession(): SessionView {
  const view = useContext(SessionContext);
  if (!view) throw new Error("useSession needs a SessionProvider above it");
  return view;
}

/** Runs an action; where it fails, says what did not happen and why. */
export async function attempt(action: string, run: () => Promise<void>): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (error) {
    toast(words.actionFailed(action, messageOf(error)));
    return false;
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Who the agent is; undefined for the plain agent, which is nobody in particular. */
export function namedPersona(view: SessionView): NamedPersona | undefined {
  return view.persona?.id === "none" ? undefined : view.persona;
}

/** What the session's backend is called; its id where it is not known here. */
export function backendName(view: SessionView): string {
  return view.backend?.displayName ?? view.info.backendId;
}

/** Whether the session can't go on because its backend is turned off; a process that lives goes on. */
export function isBackendOff(view: SessionView): boolean {
  return view.backend?.state === "off" && view.info.process !== "live" && view.info.process !== "starting";
}
