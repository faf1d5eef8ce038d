/** A bit of everything a transcript has to show, raw HTML that must never run included. */
export const markdownSample = `# A heading

Some *emphasis*, **strong** words, \`inline code\` and a [link](https://example.com/docs).

## A second heading

- one
- two
  - nested

1. first
2. second

| name | value |
| --- | ---: |
| left | 1 |
| right | 22 |

\`\`\`ts
export function greet(name: string): string {
  return \`Hello, \${name}\`;
}
\`\`\`

> A quotation.

<img src="x" onerror="window.__injected = true">
<script>window.__injected = true</script>
[a bad link](javascript:window.__injected=true)

The end.
`;
