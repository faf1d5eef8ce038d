import { Segmented } from "../../../ui/Segmented.tsx";
import { toolWords as words } from "../../../words/tool-words.ts";
import { diffLayout, setDiffLayout } from "./layout.ts";

/** Both texts in one column, or side by side. */
export function LayoutChoice() {
  return (
    <Segmented
      label={words.layout}
      value={diffLayout()}
      options={[
        { value: "inline", label: words.inline },
        { value: "split", label: words.sideBySide },
      ]}
      onValue={setDiffLayout}
    />
  );
}
