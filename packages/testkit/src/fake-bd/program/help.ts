import { COMMAND_FLAGS } from "./flags.ts";
import { flagsOf } from "./parse.ts";
import type { Profile } from "./profile.ts";

/** What `--help` prints; the flags are those that this version takes. */
export function helpText(command: string, profile: Profile): string {
  if (command === "") {
    return `Usage:\n  bd [flags]\n  bd [command]\n\nAvailable Commands:\n${Object.keys(COMMAND_FLAGS)
      .map((name) => `  ${name}\n`)
      .join("")}`;
  }
  const lines = flagsOf(command, profile).map(({ name, short, takesValue }) => {
    const shown = short === undefined ? "    " : `-${short}, `;
    return `  ${shown}--${name}${takesValue ? " string" : ""}\n`;
  });
  return `Usage:\n  bd ${command} [flags]\n\nFlags:\n${lines.join("")}`;
}
