export { startModelApi } from "./server.ts";
export type { ModelApi } from "./server.ts";
export type { ModelRequest } from "./journal.ts";
export { parseDirectives } from "./directives.ts";
export type { Directive } from "./directives.ts";
export { markdownSample } from "./markdown-sample.ts";
