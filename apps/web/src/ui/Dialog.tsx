import { createUniqueId, type JSX, onCleanup, onMount } from "solid-js";
import { words } from "../words/en.ts";
import { Button } from "./Button.tsx";
import { Icon, type IconComponent } from "./Icon.tsx";
import { XIcon } from "./icons.ts";
import "./Dialog.css";

/**
 * A modal dialog, open while it is mounted: the browser's own, so focus stays inside, Esc asks to close,
 * and focus returns to what opened it. Under 640 px it is a sheet of full height.
 */
export function Dialog(props: {
  title: string;
  /** Stands in the place of the title, which is then said alone. */
  head?: JSX.Element;
  icon?: IconComponent;
  /** Width in px on a desk. @default 760 */
  width?: 440 | 560 | 760;
  onClose: () => void;
  footer?: JSX.Element;
  children: JSX.Element;
}) {
  const titleId = createUniqueId();
  const opener = document.activeElement;
  let dialog!: HTMLDialogElement;
  onMount(() => {
    // Where the browser's modal is missing (test environments), an open dialog serves.
    if (typeof dialog.showModal === "function") dialog.showModal();
    else dialog.setAttribute("open", "");
    dialog.querySelector<HTMLElement>("[data-autofocus]")?.focus();
  });
  onCleanup(() => {
    // While it is open as a modal, nothing under it takes the focus.
    if (typeof dialog.close === "function") dialog.close();
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
  });
  return (
    <dialog
      ref={dialog}
      data-ui="dialog"
      data-width={props.width ?? 760}
      data-headed={props.head === undefined ? undefined : ""}
      aria-label={props.head === undefined ? undefined : props.title}
      aria-labelledby={props.head === undefined ? titleId : undefined}
      aria-modal="true"
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        event.stopPropagation();
        props.onClose();
      }}
      onPointerDown={(event) => {
        if (event.target === dialog) props.onClose();
      }}
    >
      <div data-part="panel">
        <header>
          {props.icon === undefined ? undefined : <Icon of={props.icon} />}
          {props.head ?? (
            <h2 id={titleId} class="grow cut">
              {props.title}
            </h2>
          )}
          <Button variant="ghost" label={words.close} icon={XIcon} onClick={() => props.onClose()} />
        </header>
        <div data-part="content">{props.children}</div>
        {props.footer === undefined ? undefined : <footer>{props.footer}</footer>}
      </div>
    </dialog>
  );
}
