import { createComputed, createEffect, createSignal, For, Match, onCleanup, onMount, Switch } from "solid-js";
import { render as mount } from "solid-js/web";
import { type Block, createBlockSplitter } from "./blocks.ts";
import { CodeBlock } from "./CodeBlock.tsx";
import { loadMarkdown, markdownRenderer } from "./engine.ts";
import { markdownWords as words } from "./markdown-words.ts";
import { mendTail } from "./mend-tail.ts";
import { growText, morphChildren } from "./morph.ts";
import "./markdown.css";

/**
 * Markdown that may still be growing: finished blocks keep their DOM, only what can still change is
 * rendered again. `open` while more may come.
 */
export function Markdown(props: { text: string; open?: boolean }) {
  const views = createViews(
    () => props.text,
    () => props.open === true,
  );
  onMount(() => void loadMarkdown());
  return (
    <div class="md prose" data-open={props.open ? "" : undefined}>
      <For each={views()}>
        {(view) => (
          <Switch fallback={<ProseBlock text={view.text()} open={view.open()} />}>
            <Match when={view.kind === "code"}>
              <CodeBlock text={view.text()} lang={view.lang} open={view.open()} />
            </Match>
            <Match when={view.kind === "plain"}>
              <PlainBlock text={view.text()} />
            </Match>
          </Switch>
        )}
      </For>
    </div>
  );
}

interface BlockView {
  readonly start: number;
  readonly kind: Block["kind"];
  readonly lang: string;
  text(): string;
  open(): boolean;
  set(text: string, open: boolean): void;
}

/** One view a block, kept while the block's start and kind stay. */
function createViews(text: () => string, open: () => boolean): () => readonly BlockView[] {
  const [views, setViews] = createSignal<readonly BlockView[]>([]);
  let splitter = createBlockSplitter();
  let settled = 0;
  let read = "";
  createComputed(() => {
    const source = text();
    if (!isExtension(read, source)) {
      splitter = createBlockSplitter();
      settled = 0;
    }
    read = source;
    const rest = splitter.push(source);
    const before = views();
    const changed: BlockView[] = [];
    const closed = splitter.closed.slice(settled);
    const fresh = [...closed, ...rest];
    fresh.forEach((block, at) => {
      const old = before[settled + at];
      const kept = old?.start === block.start && old.kind === block.kind && old.lang === block.lang;
      const view = kept ? old : createView(block);
      view.set(source.slice(block.from, block.to), open() && at >= closed.length && at === fresh.length - 1);
      changed.push(view);
    });
    const same =
      changed.length === before.length - settled &&
      changed.every((view, at) => view === before[settled + at]);
    if (!same) setViews([...before.slice(0, settled), ...changed]);
    settled = splitter.closed.length;
  });
  return views;
}

/** Texts only grow, but for one that was cut and is now shown in full; its last characters tell. */
function isExtension(before: string, text: string): boolean {
  if (text.length < before.length) return false;
  const tail = Math.max(0, before.length - 64);
  return text.slice(tail, before.length) === before.slice(tail);
}

function createView(block: Block): BlockView {
  const [text, setText] = createSignal("");
  const [open, setOpen] = createSignal(false);
  return {
    start: block.start,
    kind: block.kind,
    lang: block.lang,
    text,
    open,
    set(value, isOpen) {
      setText(value);
      setOpen(isOpen);
    },
  };
}

function ProseBlock(props: { text: string; open: boolean }) {
  const host = document.createElement("div");
  host.className = "md-block";
  let unmount: (() => void)[] = [];
  const release = () => {
    for (const dispose of unmount) dispose();
    unmount = [];
  };
  createEffect(() => {
    const renderMarkdown = markdownRenderer();
    const hadCode = unmount.length > 0;
    release();
    if (!renderMarkdown) return host.replaceChildren(props.text.trimEnd());
    const fragment = renderMarkdown(props.open ? mendTail(props.text) : props.text);
    if (hadCode) host.replaceChildren(fragment);
    else morphChildren(host, fragment);
    if (!props.open) unmount = [...host.querySelectorAll("pre")].map(mountCode);
  });
  onCleanup(release);
  return host;
}

/** Code inside a list or a quote gets what other code gets. */
function mountCode(pre: HTMLPreElement): () => void {
  const host = document.createElement("div");
  const text = (pre.textContent ?? "").replace(/\n$/, "");
  const lang = pre.getAttribute("data-lang") ?? "";
  pre.replaceWith(host);
  return mount(() => <CodeBlock text={text} lang={lang} />, host);
}

function PlainBlock(props: { text: string }) {
  const node = document.createTextNode("");
  createEffect(() => growText(node, props.text));
  return (
    <div class="md-plain" tabindex="0" role="region" aria-label={words.text}>
      {node}
    </div>
  );
}
