import { existsSync, renameSync } from "node:fs";

/** Gives a damaged file another name beside its own; null: it can't be moved. */
export function moveAside(file: string): string | null {
  let number = 1;
  while (existsSync(`${file}.damaged-${number}`)) number += 1;
  const name = `${file}.damaged-${number}`;
  try {
    renameSync(file, name);
    return name;
  } catch {
    return null;
  }
}
