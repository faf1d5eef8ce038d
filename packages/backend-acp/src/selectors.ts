import type { ConfigOption } from "./native.ts";

/** The option of a conversation by which something of a category is chosen from a list. */
export function selector(
  options: readonly ConfigOption[] | null | undefined,
  category: "mode" | "model",
): ConfigOption | undefined {
  return options?.find((option) => option.category === category && option.type === "select");
}

/** Its choices, without their groups. */
export function choicesOf({ options = [] }: ConfigOption): { value: string; name: string }[] {
  return options.flatMap(({ value, name, options: inner }) => {
    if (inner !== undefined) return inner.map((one) => ({ value: one.value, name: one.name }));
    return value === undefined ? [] : [{ value, name }];
  });
}
