import { ariaKeys } from "../../keys/keyboard.ts";
import { Button } from "../../ui/Button.tsx";
import { SearchIcon } from "../../ui/icons.ts";
import { words } from "../../words/en.ts";
import { useShell } from "../shell/shell-context.ts";
import "./PaletteButton.css";

/** Opens the palette, in the head of a place; on a phone it is its icon. */
export function PaletteButton() {
  const shell = useShell();
  return (
    <Button
      class="palette-button"
      variant="ghost"
      icon={SearchIcon}
      keys="Mod+K"
      aria-keyshortcuts={ariaKeys("palette")}
      onClick={() => shell.openPalette()}
    >
      <span class="palette-button-word">{words.nav.search}</span>
    </Button>
  );
}
