import { toast } from "../../ui/toast.ts";
import { words } from "../../words/en.ts";

/** Copies exact text, and says whether that worked. */
export function copyText(text: string): void {
  navigator.clipboard.writeText(text).then(
    () => toast(words.copied),
    () => toast(words.copyFailed),
  );
}
