import { type JSX, onCleanup } from "solid-js";

/** What is told in the place of an act: where it goes away with the focus, what was pressed for it gets that back. */
export function InPlace(props: { children: JSX.Element }) {
  const opener = document.activeElement;
  let box!: HTMLDivElement;
  onCleanup(() => {
    if (!box.contains(document.activeElement)) return;
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
  });
  return <div ref={box}>{props.children}</div>;
}
