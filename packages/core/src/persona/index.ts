export type { Persona, PromptVariables, Suit, Template } from "./persona.ts";
export { NO_VARIABLES } from "./persona.ts";
export {
  composePrompt,
  draftPrompt,
  refuseProblems,
  refuseUnknownVariables,
  templateFor,
} from "./compose.ts";
export { namesIn, templateFaults } from "./template.ts";
export type { TemplateFault } from "./template.ts";
export { codeName, countUnseen, nameUnseen } from "./unseen.ts";
