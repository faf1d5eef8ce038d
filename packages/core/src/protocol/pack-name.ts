import { z } from "zod";

/** A pack, by its npm name: "acme-personas", "@acme/personas". */
export const PackName = z
  .string()
  .max(214, "must be at most 214 characters long")
  .regex(
    /^(?:@[a-z0-9-][a-z0-9._-]*\/)?[a-z0-9-][a-z0-9._-]*$/,
    "must be an npm package name: a-z, 0-9, -, . and _, with an @scope/ or without",
  )
  .brand<"PackName">();
export type PackName = z.infer<typeof PackName>;
