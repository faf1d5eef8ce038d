/** What a file is: by its first bytes where they tell, else as the client says, else whether it is text. */
export function mediaTypeOf(content: Buffer, given: string): string {
  const known = MAGIC.find(({ starts }) => starts(content));
  if (known !== undefined) return known.mediaType;
  const said = TYPE.exec(given.toLowerCase())?.[0] ?? "";
  if (isText(content)) return isTextType(said) ? said : "text/plain";
  // A picture that is none of these is taken for one by nobody.
  return said === "" || isTextType(said) || PICTURES.has(said) ? "application/octet-stream" : said;
}

/** The kinds of picture that models see. */
export function isPicture(mediaType: string): boolean {
  return PICTURES.has(mediaType);
}

/** Whether it can be handed over as words. */
export function isTextType(mediaType: string): boolean {
  return mediaType.startsWith("text/") || mediaType === "application/json";
}

const PICTURES: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

const MAGIC = [
  { mediaType: "image/png", starts: begins("89504e470d0a1a0a") },
  { mediaType: "image/jpeg", starts: begins("ffd8ff") },
  { mediaType: "image/gif", starts: begins("474946383761", "474946383961") },
  {
    mediaType: "image/webp",
    starts: (content: Buffer) =>
      content.toString("latin1", 0, 4) === "RIFF" && content.toString("latin1", 8, 12) === "WEBP",
  },
  { mediaType: "application/pdf", starts: begins("255044462d") },
] as const;

function begins(...starts: readonly string[]): (content: Buffer) => boolean {
  return (content) => starts.some((hex) => content.toString("hex", 0, hex.length / 2) === hex);
}

const TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/;

function isText(content: Buffer): boolean {
  if (content.includes(0)) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(content);
    return true;
  } catch {
    return false;
  }
}
