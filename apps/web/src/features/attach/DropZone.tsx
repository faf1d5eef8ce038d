import { createSignal, onCleanup, onMount, Show } from "solid-js";
import { Icon } from "../../ui/Icon.tsx";
import { PaperclipIcon } from "../../ui/icons.ts";
import { attachWords as words } from "../../words/attach-words.ts";
import { filesIn } from "./add-files.ts";
import "./drop-zone.css";

/** Takes files that are dropped anywhere on what it stands in, and says so while they are over it. */
export function DropZone(props: {
  /** Where they would go. */
  text: string;
  /** What a drop may be on, by its selector; it says so in its own place. @default what it stands in */
  within?: string;
  onDrop: (files: File[], folders: string[]) => void;
}) {
  const [isOver, setOver] = createSignal(false);
  let mark!: HTMLSpanElement;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const leave = () => {
    clearTimeout(timer);
    setOver(false);
  };
  onMount(() => {
    const zone = props.within === undefined ? mark.parentElement : mark.closest<HTMLElement>(props.within);
    if (zone === null) return;
    const over = (event: DragEvent) => {
      if (!hasFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      setOver(true);
      clearTimeout(timer);
      // What leaves the window, or is given up with Esc, is told to nobody: it only ceases to come.
      timer = setTimeout(leave, SILENT_MS);
    };
    const out = (event: DragEvent) => {
      if (event.relatedTarget instanceof Node && !zone.contains(event.relatedTarget)) leave();
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      leave();
      const { files, folders } = filesIn(event.dataTransfer);
      props.onDrop(files, folders);
    };
    const stops = [
      listen(zone, { dragenter: over, dragover: over, dragleave: out, drop }),
      // Beside it a drop does nothing: by itself the browser would open the file in the place of the page.
      listen(window, { dragover: refuse, drop: refuse }),
    ];
    onCleanup(() => stops.forEach((stop) => stop()));
  });
  onCleanup(() => clearTimeout(timer));
  return (
    <>
      <span ref={mark} hidden />
      <Show when={isOver()}>
        <div class="drop-zone" role="status">
          <p>
            <Icon of={PaperclipIcon} size={20} />
            <strong>{words.drop}</strong>
            <span>{props.text}</span>
          </p>
        </div>
      </Show>
    </>
  );
}

/** A drag tells that it goes on at least this often, in ms. */
const SILENT_MS = 700;

type Drags = Partial<Record<"dragenter" | "dragover" | "dragleave" | "drop", (event: DragEvent) => void>>;

function listen(target: HTMLElement | Window, drags: Drags): () => void {
  const all = Object.entries(drags).map(([type, run]) => {
    const heard = (event: Event) => event instanceof DragEvent && run(event);
    target.addEventListener(type, heard);
    return () => target.removeEventListener(type, heard);
  });
  return () => all.forEach((stop) => stop());
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") === true;
}

function refuse(event: DragEvent): void {
  if (event.defaultPrevented || !hasFiles(event) || event.dataTransfer === null) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "none";
}
