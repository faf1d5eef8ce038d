import { describe, expect, test } from "vitest";
import { mendTail } from "./mend-tail.ts";
import { renderMarkdown } from "./render.ts";

function html(source: string): string {
  const host = document.createElement("div");
  host.append(renderMarkdown(source));
  return host.innerHTML;
}

const ATTACKS = [
  `<img src=x onerror="globalThis.owned = true">`,
  `<script>globalThis.owned = true</script>`,
  `<svg onload="globalThis.owned = true"><animate onbegin=alert(1)></svg>`,
  `<iframe src="javascript:alert(1)"></iframe>`,
  `<style>@import url(https://evil.example/x.css)</style>`,
  `<p style="background:url(https://evil.example/x.png)">hi</p>`,
  `<a href="javascript:alert(1)">x</a>`,
  `[x](javascript:alert(1))`,
  `[x](JaVaScRiPt:alert(1))`,
  `[x](java\tscript:alert(1))`,
  `[x](&#106;avascript:alert(1))`,
  `[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)`,
  `[x](vbscript:msgbox(1))`,
  `[x](file:///etc/passwd)`,
  `[x](//evil.example/a)`,
  `<javascript:alert(1)>`,
  `![x](https://evil.example/track.png)`,
  `![x](javascript:alert(1))`,
  `![x" onerror="alert(1)](https://evil.example/a.png)`,
  `[x](https://ok.example "a&quot; onmouseover=&quot;alert(1)")`,
  `<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>`,
  `<form action="https://evil.example"><input name=a><button>go</button></form>`,
  `<object data="data:text/html,x"></object><embed src=x><base href=https://evil.example>`,
  '```"><img src=x onerror=alert(1)>\ncode\n```',
  "`<img src=x onerror=alert(1)>`",
  `| <img src=x onerror=alert(1)> |\n|---|\n| <b onclick=alert(1)>x</b> |`,
  `<div id="root">clobbered</div><a name="getElementById">`,
];

describe("what an answer can't do", () => {
  test.each(ATTACKS)("%s is inert", (source) => {
    const host = document.createElement("div");
    host.append(renderMarkdown(source));
    expect(
      host.querySelector("img, script, svg, iframe, style, form, input, object, embed, base, math, link"),
    ).toBeNull();
    for (const element of host.querySelectorAll("*")) {
      for (const { name, value } of element.attributes) {
        expect(name).not.toMatch(/^on|^style$|^src|^srcset$|^id$|^name$|^action$|^formaction$|^xlink/);
        expect(name !== "href" || /^(https?:\/\/|mailto:)/i.test(value)).toBe(true);
      }
    }
  });
});

test("raw HTML is text", () => {
  expect(html("<b>bold</b> and <details>")).toBe("<p>&lt;b&gt;bold&lt;/b&gt; and &lt;details&gt;</p>\n");
});

test("links lead out and know nothing of this page; other targets are shown, not followed", () => {
  const host = document.createElement("div");
  host.append(renderMarkdown("[docs](https://example.com/a) and [file](src/a.ts)"));
  const link = host.querySelector("a");
  expect(link?.getAttribute("target")).toBe("_blank");
  expect(link?.getAttribute("rel")).toContain("noopener");
  expect(host.querySelector(".md-target")?.getAttribute("title")).toBe("src/a.ts");
});

test("a remote image is a link with its words and its host, and nothing is loaded", () => {
  expect(html("![A chart](https://img.example/a.png)")).toContain(">Image: A chart (img.example)</a>");
});

test("a definition stays in sight with its address", () => {
  expect(html("[docs]: https://example.com/a")).toContain("https://example.com/a");
});

describe("text that is still being written", () => {
  test.each([
    ["an **open bold", "an **open bold**"],
    ["an *open", "an *open*"],
    ["`half", "`half`"],
    ["see [the guide](https://exa", "see the guide"],
    ["a **", "a "],
    ["para\n--", "para"],
    ["snake_case_name stays", "snake_case_name stays"],
    ["`a ** b` done", "`a ** b` done"],
    ["2 * 3 * 4", "2 * 3 * 4"],
    ["whole **bold** text", "whole **bold** text"],
  ])("%j is shown as %j", (source, shown) => {
    expect(mendTail(source).trimEnd()).toBe(shown.trimEnd());
  });

  test("what stands in earlier paragraphs is left alone", () => {
    expect(mendTail("a ** b\n\nnext")).toBe("a ** b\n\nnext");
  });
});
