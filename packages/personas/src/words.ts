import { countUnseen } from "@switchyard/core/persona";
import { z } from "zod";

/** One line for people. */
export function line(max: number) {
  return (
    z
      .string()
      .trim()
      .min(1, { error: "is empty", abort: true })
      .max(max, `must be at most ${max} characters long`)
      // Of the text as it is written, not as it is trimmed: editors check it by the same pattern.
      .regex(/^\s*\S(?:.*\S)?\s*$/, "must be one line")
      .refine((text) => countUnseen(text) === 0, "has characters that nobody sees")
  );
}

/** A list without duplicates. */
export function distinct<T extends z.ZodType>(each: T, max: number) {
  return z
    .array(each)
    .max(max, `must be at most ${max}`)
    .refine((list) => new Set(list).size === list.length, "names one twice")
    .meta({ uniqueItems: true });
}
