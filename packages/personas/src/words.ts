import { countUnseen } from "@switchyard/core/persona";
import { z } from "zod";

/** One line for people. */
export function line(max: number) {
  return z
    .string()
    .trim()
    .min(1, "is empty")
    .max(max, `must be at most ${max} characters long`)
    .regex(/^.*$/, "must be one line")
    .refine((text) => countUnseen(text) === 0, "has characters that nobody sees");
}

/** A list without duplicates. */
export function distinct<T extends z.ZodType>(each: T, max: number) {
  return z
    .array(each)
    .max(max, `must be at most ${max}`)
    .refine((list) => new Set(list).size === list.length, "names one twice")
    .meta({ uniqueItems: true });
}
