import { createHighlighterCore, type HighlighterCore } from "shiki/core";
import { createJavaScriptRegexEngine } from "shiki/engine/javascript";
import { classOf, theme, type Run } from "./highlight-theme.ts";
import type { HighlightReply, HighlightRequest } from "./highlight.ts";
import { loadLanguage } from "./languages.ts";

let highlighter: Promise<HighlighterCore> | undefined;

addEventListener("message", (event: MessageEvent<HighlightRequest>) => {
  const { id, code, language } = event.data;
  const reply = (lines: Run[][] | null) => postMessage({ id, lines } satisfies HighlightReply);
  linesOf(code, language).then(reply, () => reply(null));
});

async function linesOf(code: string, language: string): Promise<Run[][] | null> {
  const input = loadLanguage(language);
  if (input === undefined) return null;
  highlighter ??= createHighlighterCore({
    themes: [theme],
    langs: [],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  });
  const core = await highlighter;
  await core.loadLanguage(input);
  const { tokens } = core.codeToTokens(code, {
    lang: language,
    theme: "classes",
    tokenizeMaxLineLength: 2_000,
  });
  return tokens.map((line) => joined(line.map((token) => [token.content.length, classOf(token.color)])));
}

function joined(runs: Run[]): Run[] {
  const result: Run[] = [];
  for (const [length, syntax] of runs) {
    const last = result.at(-1);
    if (last?.[1] === syntax) result[result.length - 1] = [last[0] + length, syntax];
    else result.push([length, syntax]);
  }
  return result;
}
