import DOMPurify from "dompurify";
import { Marked, type RendererObject, type Tokens } from "marked";
import { markdownWords } from "./markdown-words.ts";

/**
 * Markdown as DOM that can't run, load or style anything: raw HTML is text, links lead to http, https and
 * mailto only, images are links. What marked makes still passes DOMPurify's list of tags and attributes.
 */
export function renderMarkdown(source: string): DocumentFragment {
  const html = marked.parse(source, { async: false });
  const fragment = DOMPurify.sanitize(html, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ["href", ...WORDS_ATTRIBUTES],
    // Their values are no addresses; `href` alone is held against the list of schemes.
    ADD_URI_SAFE_ATTR: WORDS_ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOWED_URI_REGEXP: SAFE_ADDRESS,
    RETURN_DOM_FRAGMENT: true,
  });
  for (const table of fragment.querySelectorAll("table")) wrapTable(table);
  return fragment;
}

const TAGS =
  "a blockquote br code del em h1 h2 h3 h4 h5 h6 hr li ol p pre span strong table tbody td th thead tr ul #text".split(
    " ",
  );
const WORDS_ATTRIBUTES = ["title", "rel", "target", "start", "class", "data-lang", "data-align"];
const SAFE_ADDRESS = /^(?:https?:\/\/|mailto:)/i;

/** A wide table scrolls by itself, by keyboard too. */
function wrapTable(table: Element): void {
  const region = document.createElement("div");
  region.className = "md-table";
  region.tabIndex = 0;
  region.setAttribute("role", "region");
  region.setAttribute("aria-label", markdownWords.table);
  table.replaceWith(region);
  region.append(table);
}

const renderer: RendererObject = {
  html: ({ text }) => (/^<br\s*\/?>\s*$/i.test(text) ? "<br>" : escapeHtml(text)),
  heading({ tokens, depth }) {
    // The page's own title is h1; an answer's headings start below it.
    const level = Math.min(depth + 1, 6);
    return `<h${level} class="md-h md-h${depth}">${this.parser.parseInline(tokens)}</h${level}>\n`;
  },
  link({ href, title, tokens }) {
    const label = this.parser.parseInline(tokens);
    if (!SAFE_ADDRESS.test(href))
      return `<span class="md-target" title="${escapeHtml(href)}">${label}</span>`;
    return anchor(href, title ?? href, label);
  },
  image({ href, text }) {
    const label = escapeHtml(markdownWords.image(text, hostOf(href)));
    return SAFE_ADDRESS.test(href) ? anchor(href, href, label) : `<span class="md-target">${label}</span>`;
  },
  code({ text, lang }: Tokens.Code) {
    const name = /^[^\s{,]*/.exec(lang ?? "")?.[0] ?? "";
    return `<pre data-lang="${escapeHtml(name.toLowerCase())}"><code>${escapeHtml(text)}\n</code></pre>\n`;
  },
  checkbox: ({ checked }) =>
    `<span class="md-check${checked ? " md-checked" : ""}">${checked ? "[x]" : "[ ]"}</span> `,
  tablecell(cell) {
    const tag = cell.header ? "th" : "td";
    const align = cell.align ? ` data-align="${cell.align}"` : "";
    return `<${tag}${align}>${this.parser.parseInline(cell.tokens)}</${tag}>`;
  },
};

// A definition would take its address out of sight: blocks are rendered one by one and can't refer to it.
const marked = new Marked({ gfm: true, renderer, tokenizer: { def: () => undefined } });

function anchor(href: string, title: string, label: string): string {
  return `<a href="${escapeHtml(href)}" title="${escapeHtml(title)}" target="_blank" rel="noopener noreferrer">${label}</a>`;
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : "";
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
