import { PersonaInfo } from "@switchyard/core/protocol";

/** A persona as the bridge tells it: a built-in one with one task. "qa-engineer" is called "Qa engineer". */
export function pretendPersona(
  id: string,
  values: Partial<Record<keyof PersonaInfo, unknown>> = {},
): PersonaInfo {
  const name = id.replaceAll("-", " ");
  return PersonaInfo.parse({
    id,
    displayName: name.charAt(0).toUpperCase() + name.slice(1),
    description: "",
    icon: "user-round",
    tasks: ["chat"],
    suits: [],
    source: "built-in",
    layer: "built_in",
    packVersion: null,
    hash: "",
    file: null,
    overrides: [],
    variables: [],
    ignored: [],
    problems: [],
    ...values,
  });
}
