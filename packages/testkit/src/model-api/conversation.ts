export type ToolResult = { toolUseId: string; isError: boolean; text: string };

/** One request to the model, whichever API it came by. */
export type Conversation = {
  model: string;
  isStreamed: boolean;
  system: string;
  toolNames: string[];
  groups: UserGroup[];
};

/** A run of user messages: the prompts in it, and how many tool calls the model made before the next run. */
export type UserGroup = {
  prompts: string[];
  results: ToolResult[];
  /** What the CLI told by itself about background tasks that ended. */
  notifications: string[];
  /** The media types of the pictures and documents beside the prompts, in their order. */
  media: string[];
  /** The texts of files that are told as such. */
  files: string[];
  toolCallsAfter: number;
};

/** A message of a conversation, as far as the scenario reads it. */
export type Message =
  | { from: "user"; texts: string[]; results: ToolResult[]; media: string[]; files: string[] }
  | { from: "model"; toolCalls: number };

/** The conversation as runs of user messages, the newest last; a prompt that got no answer shares its successor's. */
export function userGroups(messages: readonly Message[]): UserGroup[] {
  const groups: UserGroup[] = [];
  let startsGroup = true;
  for (const message of messages) {
    const last = groups.at(-1);
    if (message.from === "model") {
      if (last) last.toolCallsAfter += message.toolCalls;
      startsGroup = true;
      continue;
    }
    const { media, files } = message;
    const words = message.texts.map(withoutInsertions).filter((text) => text !== "");
    // A file may come without a word.
    const prompts = words.length > 0 ? words : files;
    const notifications = message.texts.flatMap(readNotification);
    if (startsGroup || last === undefined) {
      const results = [...message.results];
      groups.push({
        prompts,
        results,
        notifications,
        media: [...media],
        files: [...files],
        toolCallsAfter: 0,
      });
      startsGroup = false;
      continue;
    }
    last.prompts.push(...prompts);
    last.results.push(...message.results);
    last.notifications.push(...notifications);
    last.media.push(...media);
    last.files.push(...files);
  }
  return groups;
}

function readNotification(text: string): string[] {
  const summary = /<task-notification>[\s\S]*?<summary>([\s\S]*?)<\/summary>/.exec(text)?.[1];
  return summary === undefined ? [] : [summary];
}

/** What a CLI adds by itself to a user's message is not the user's text. */
function withoutInsertions(text: string): string {
  if (text.startsWith("[Request interrupted by user")) return "";
  return text
    .replace(/^\[Image: source: .*\]$/gm, "")
    .replace(
      /<(system-reminder|local-command-caveat|local-command-stdout|command-name|command-message|command-args|session_context)>[\s\S]*?<\/\1>/g,
      "",
    )
    .trim();
}
