import { createSignal, onCleanup } from "solid-js";
import { words } from "../words/en.ts";
import { Button } from "./Button.tsx";
import { CheckIcon, CopyIcon } from "./icons.ts";
import { toast } from "./toast.ts";

/** Copies `text`; its icon says for two seconds that it did. With `children` it has words, else `label` names it. */
export function CopyButton(props: {
  text: string | (() => string | Promise<string>);
  label: string;
  words?: string;
  size?: 24 | 28;
  variant?: "default" | "ghost";
}) {
  const [copied, setCopied] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const copy = async () => {
    try {
      const text = typeof props.text === "string" ? props.text : await props.text();
      await navigator.clipboard.writeText(text);
    } catch {
      return toast(words.copyFailed);
    }
    setCopied(true);
    clearTimeout(timer);
    timer = setTimeout(() => setCopied(false), 2000);
  };
  const icon = () => (copied() ? CheckIcon : CopyIcon);
  return props.words === undefined ? (
    <Button
      variant={props.variant ?? "ghost"}
      size={props.size ?? 24}
      icon={icon()}
      label={copied() ? words.copied : props.label}
      onClick={() => void copy()}
    />
  ) : (
    <Button
      variant={props.variant ?? "default"}
      size={props.size ?? 24}
      icon={icon()}
      onClick={() => void copy()}
    >
      {copied() ? words.copied : props.words}
    </Button>
  );
}
