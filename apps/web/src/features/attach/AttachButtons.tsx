import { Button } from "../../ui/Button.tsx";
import { AtSignIcon, PaperclipIcon } from "../../ui/icons.ts";
import { attachWords as words } from "../../words/attach-words.ts";
import "./attach-buttons.css";

/** Choosing files for a message, and naming one of the folder. */
export function AttachButtons(props: {
  size?: 24 | 28;
  onFiles: (files: File[]) => void;
  onMention: () => void;
}) {
  let picker!: HTMLInputElement;
  return (
    <span class="attach-buttons">
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        onChange={() => {
          props.onFiles([...(picker.files ?? [])]);
          // The same file may be chosen again.
          picker.value = "";
        }}
      />
      <Button
        variant="ghost"
        size={props.size ?? 28}
        icon={PaperclipIcon}
        label={words.attach}
        onClick={() => picker.click()}
      />
      <Button
        variant="ghost"
        size={props.size ?? 28}
        icon={AtSignIcon}
        class="attach-mention"
        label={words.mention}
        onClick={() => props.onMention()}
      />
    </span>
  );
}
