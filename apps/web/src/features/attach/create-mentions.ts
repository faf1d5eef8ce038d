import type { FolderFile } from "@switchyard/core/protocol";
import { createSignal, createUniqueId, onCleanup } from "solid-js";
import { insertText } from "./insert-text.ts";
import { canBeMentioned, type Mention, mentionAt, writtenMention } from "./mention.ts";

/** The completion of `@path` in a text field. */
export interface Mentions {
  readonly id: string;
  readonly field: () => HTMLTextAreaElement;
  /** Null: it is closed, or nothing was found out yet. */
  options(): readonly FolderFile[] | null;
  /** Which one Enter takes. */
  at(): number;
  point(at: number): void;
  choose(file: FolderFile): void;
  /** The text or the caret is elsewhere. */
  look(): void;
  close(): void;
  /** Writes an @ where the caret is. */
  begin(): void;
  /** True: the key was meant for the list. */
  takesKey(event: KeyboardEvent): boolean;
}

const SETTLED_MS = 60;

export function createMentions(of: {
  field: () => HTMLTextAreaElement;
  find: (query: string) => Promise<readonly FolderFile[]>;
  canFind: () => boolean;
}): Mentions {
  const id = createUniqueId();
  const [options, setOptions] = createSignal<readonly FolderFile[] | null>(null);
  const [at, setAt] = createSignal(0);
  let mention: Mention | null = null;
  /** Where a list was closed by hand: that mention opens none again. */
  let closedAt: number | null = null;
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function end(): void {
    clearTimeout(timer);
    asked += 1;
    mention = null;
    setOptions(null);
  }
  onCleanup(end);

  async function find(query: string): Promise<void> {
    asked += 1;
    const own = asked;
    // What can't be listed has no completion; the path can be written all the same.
    const found = await of.find(query).catch(() => null);
    if (own !== asked) return;
    setAt(0);
    setOptions(found?.filter(canBeMentioned) ?? null);
  }

  function look(): void {
    const field = of.field();
    const isCaret = field.selectionStart === field.selectionEnd;
    const next = isCaret ? mentionAt(field.value, field.selectionStart) : null;
    if (next?.from !== closedAt) closedAt = null;
    if (next === null || closedAt !== null || !of.canFind()) return end();
    const isSame = next.query === mention?.query && next.from === mention.from;
    mention = next;
    if (isSame) return;
    clearTimeout(timer);
    timer = setTimeout(() => void find(next.query), SETTLED_MS);
  }

  function choose(file: FolderFile): void {
    const place = mention;
    if (place === null) return;
    const field = of.field();
    const isBlankBehind = !file.isFolder && field.value[place.to] === " ";
    if (!file.isFolder) end();
    insertText(field, writtenMention(file), { from: place.from, to: place.to + (isBlankBehind ? 1 : 0) });
  }

  return {
    id,
    field: of.field,
    options,
    at,
    point: setAt,
    choose,
    look,
    close() {
      closedAt = mention?.from ?? null;
      end();
    },
    begin() {
      const field = of.field();
      const before = field.value[field.selectionStart - 1] ?? " ";
      insertText(field, /[\s([{"'`,;:]/.test(before) ? "@" : " @");
      look();
    },
    takesKey(event) {
      const list = options();
      if (list === null || event.isComposing) return false;
      if (event.key === "Escape") {
        closedAt = mention?.from ?? null;
        end();
        return true;
      }
      const active = list[at()];
      if (active === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey)
        return false;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        setAt((from) => (from + (event.key === "ArrowDown" ? 1 : -1) + list.length) % list.length);
        return true;
      }
      if (event.key !== "Enter" && event.key !== "Tab") return false;
      choose(active);
      return true;
    },
  };
}
