/** The language meant by a fence's word or a file's ending, with its name for people; null: not highlighted. */
export function languageOf(word: string): { id: string; name: string } | null {
  const id = Object.hasOwn(ALIASES, word) ? ALIASES[word] : word;
  if (id === undefined || !Object.hasOwn(NAMES, id)) return null;
  return { id, name: NAMES[id] ?? id };
}

/** The language of a file, by its name. */
export function languageOfPath(path: string): string | null {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1).toLowerCase();
  if (name === "dockerfile") return "docker";
  const dot = name.lastIndexOf(".");
  return dot === -1 ? null : (languageOf(name.slice(dot + 1))?.id ?? null);
}

const NAMES: Record<string, string> = {
  bash: "Shell",
  c: "C",
  cpp: "C++",
  csharp: "C#",
  css: "CSS",
  diff: "Diff",
  docker: "Dockerfile",
  go: "Go",
  html: "HTML",
  ini: "INI",
  java: "Java",
  javascript: "JavaScript",
  json: "JSON",
  jsonc: "JSON",
  jsx: "JSX",
  kotlin: "Kotlin",
  markdown: "Markdown",
  php: "PHP",
  python: "Python",
  ruby: "Ruby",
  rust: "Rust",
  sql: "SQL",
  swift: "Swift",
  toml: "TOML",
  tsx: "TSX",
  typescript: "TypeScript",
  xml: "XML",
  yaml: "YAML",
};

const ALIASES: Record<string, string> = {
  cc: "cpp",
  "c++": "cpp",
  cjs: "javascript",
  console: "bash",
  cs: "csharp",
  cts: "typescript",
  dockerfile: "docker",
  golang: "go",
  h: "c",
  hpp: "cpp",
  htm: "html",
  js: "javascript",
  json5: "jsonc",
  jsonl: "json",
  kt: "kotlin",
  md: "markdown",
  mjs: "javascript",
  mts: "typescript",
  patch: "diff",
  py: "python",
  rb: "ruby",
  rs: "rust",
  sh: "bash",
  shell: "bash",
  svg: "xml",
  ts: "typescript",
  yml: "yaml",
  zsh: "bash",
};
