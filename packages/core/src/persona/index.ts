export type { Persona, PromptVariables, Template } from "./persona.ts";
export { composePrompt, templateFor } from "./compose.ts";
