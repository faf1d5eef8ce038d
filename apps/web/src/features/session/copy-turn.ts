import { plainTranscript } from "@switchyard/core/session";
import type { SessionView } from "../../state/session-view.ts";
import { copyText } from "../session-menu/copy-text.ts";

/** Copies the newest turn as plain text: who said what, and which tools ran. */
export function copyTurn({ transcript }: SessionView): void {
  const section = transcript.sections.findLast(({ turn }) => turn > 0);
  if (section !== undefined) copyText(plainTranscript({ ...transcript, sections: [section] }));
}
