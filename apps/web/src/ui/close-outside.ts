import { onCleanup } from "solid-js";

/** Runs `close` when something else than `inside` is pressed, while the owner lives. */
export function closeOutside(inside: () => readonly unknown[], close: () => void): void {
  const onPress = ({ target }: Event) => {
    const isInside = inside().some(
      (own) => own instanceof Node && target instanceof Node && own.contains(target),
    );
    if (!isInside) close();
  };
  document.addEventListener("pointerdown", onPress, true);
  onCleanup(() => document.removeEventListener("pointerdown", onPress, true));
}
