import { askWords } from "../../words/ask-words.ts";
import { keepingWords } from "../../words/keeping-words.ts";
import { limitWords } from "../../words/limit-words.ts";
import { notifyWords } from "../../words/notify-words.ts";
import { outcomeWords } from "../../words/outcome-words.ts";
import { packWords } from "../../words/pack-words.ts";
import { projectWords } from "../../words/project-words.ts";
import { settingsWords } from "../../words/settings-words.ts";
import { usageWords } from "../../words/usage-words.ts";

/** The parts of the settings that can be gone to: the address of one is `/settings#part`, its heading `settings-part`. */
export const settingsParts: readonly { readonly part: string; readonly label: string }[] = [
  { part: "backends", label: settingsWords.backends },
  { part: "default-backend", label: settingsWords.defaultBackend },
  { part: "personas", label: packWords.personas },
  { part: "packs", label: packWords.packs },
  { part: "projects", label: projectWords.settings.title },
  { part: "permissions", label: askWords.settings.title },
  { part: "limits", label: limitWords.settings.title },
  { part: "usage", label: usageWords.table.title },
  { part: "outcomes", label: outcomeWords.table.title },
  { part: "keeping", label: keepingWords.settings.title },
  { part: "notifications", label: notifyWords.settings.title },
  { part: "storage", label: keepingWords.size.title },
  { part: "file", label: settingsWords.file.title },
  { part: "theme", label: settingsWords.theme },
  { part: "about", label: settingsWords.about },
];
