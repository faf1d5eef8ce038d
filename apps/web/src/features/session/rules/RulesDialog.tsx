import { Dialog } from "../../../ui/Dialog.tsx";
import { ShieldIcon } from "../../../ui/icons.ts";
import { askWords } from "../../../words/ask-words.ts";
import { RulesList } from "./RulesList.tsx";

/** The standing rules of the session, by way of its mode menu. */
export default function RulesDialog(props: { onClose: () => void }) {
  return (
    <Dialog title={askWords.rules.title} icon={ShieldIcon} width={560} onClose={() => props.onClose()}>
      <p class="rules-intro">{askWords.rules.intro}</p>
      <RulesList />
    </Dialog>
  );
}
