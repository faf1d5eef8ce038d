/** What is wrong in a template, and how many characters ahead of it. */
export interface TemplateFault {
  readonly offset: number;
  /** A sentence. */
  readonly message: string;
}

/**
 * Everything that is wrong in a template: tags that name no variable or have no end, sections that are not closed, not
 * opened, or inside another.
 * @param names the variables that there are
 */
export function templateFaults(text: string, names: Iterable<string>): TemplateFault[] {
  const known = new Set(names);
  const there = [...known].join(", ");
  const tags = tagsOf(text);
  const unknown = tags
    .filter(({ kind, name }) => kind !== "closes" && !known.has(name))
    .map(({ offset, shown }) => ({
      offset,
      message: `${shown} names no variable. There are: ${there}.`,
    }));
  const whole = new Set(tags.map(({ offset }) => offset));
  const endless = [...text.matchAll(BEGUN)]
    .filter(({ index, groups }) => !whole.has(index) && known.has(groups?.["name"] ?? ""))
    .map(({ index, 0: begun }) => ({ offset: index, message: `${begun} is not ended by "}}".` }));
  return [...unknown, ...endless, ...readSections(text).faults].toSorted((a, b) => a.offset - b.offset);
}

/** What the tags of a template name. */
export function namesIn(text: string): string[] {
  return tagsOf(text).map(({ name }) => name);
}

/**
 * The template with its variables filled in: `{{name}}` stands for a value, "(none)" where that is null, and
 * `{{#name}}…{{/name}}` is left out then. What names no variable stands as it is.
 */
export function fillIn(text: string, values: ReadonlyMap<string, string | null>): string {
  const kept = keepSections(text, values).replaceAll(/\n{3,}/g, "\n\n");
  // In one pass: what a value contains is not a variable.
  return kept.replaceAll(TAG, (tag, word: string) => {
    const value = values.get(word.trim());
    return value === undefined ? tag : (value ?? "(none)");
  });
}

/** The line breaks after tags on lines of their own go with the tags. */
function keepSections(text: string, values: ReadonlyMap<string, string | null>): string {
  let kept = "";
  let at = 0;
  for (const { opens, closes } of readSections(text).sections) {
    const value = values.get(opens.name);
    if (value === undefined) continue;
    const body = text.slice(opens.end, closes.offset);
    const isOnOwnLine = body.startsWith("\n");
    kept += text.slice(at, opens.offset);
    if (value !== null) kept += isOnOwnLine ? body.slice(1) : body;
    at = isOnOwnLine && text[closes.end] === "\n" ? closes.end + 1 : closes.end;
  }
  return kept + text.slice(at);
}

interface Tag {
  readonly kind: "variable" | "opens" | "closes";
  readonly name: string;
  readonly offset: number;
  readonly end: number;
  /** As it stands in the text, short enough for a message. */
  readonly shown: string;
}

function tagsOf(text: string): Tag[] {
  return [...text.matchAll(TAG)].map((match) => {
    const [whole, inside = ""] = match;
    const word = inside.trim();
    const kind = KINDS.get(word.charAt(0)) ?? "variable";
    const name = kind === "variable" ? word : word.slice(1).trim();
    const shown = whole.length > MAX_SHOWN ? `${whole.slice(0, MAX_SHOWN)}…` : whole;
    return { kind, name, offset: match.index, end: match.index + whole.length, shown };
  });
}

/** Also one that does not go on as a tag. */
const BEGUN = /\{\{[ \t]*(?:[#/][ \t]*)?(?<name>[a-z][a-z0-9_]*)/g;
const TAG = /\{\{([^{}]*)\}\}/g;
const KINDS = new Map<string, Tag["kind"]>([
  ["#", "opens"],
  ["/", "closes"],
]);
const MAX_SHOWN = 64;

interface Sections {
  readonly sections: readonly { readonly opens: Tag; readonly closes: Tag }[];
  readonly faults: readonly TemplateFault[];
}

function readSections(text: string): Sections {
  const sections: { opens: Tag; closes: Tag }[] = [];
  const faults: TemplateFault[] = [];
  const fault = ({ shown, offset }: Tag, is: string): void => {
    faults.push({ offset, message: `${shown} ${is}.` });
  };
  /** The open one, and those that are wrongly inside it. */
  const open: Tag[] = [];
  for (const tag of tagsOf(text)) {
    if (tag.kind === "opens") {
      if (open.length > 0) fault(tag, "is inside another section");
      open.push(tag);
    }
    if (tag.kind !== "closes") continue;
    const opens = open.at(-1);
    if (opens?.name !== tag.name) {
      fault(tag, "closes no section that is open");
      continue;
    }
    open.pop();
    if (open.length === 0) sections.push({ opens, closes: tag });
  }
  for (const tag of open) fault(tag, "is not closed");
  return { sections, faults };
}
