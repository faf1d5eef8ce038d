import type { ToolItem } from "@switchyard/core/session";
import { CodeBlock } from "../../../markdown/CodeBlock.tsx";
import { commandOf } from "./tool-facts.ts";

/** The whole input: the command as it was given, anything else as JSON. */
export function ToolInput(props: { tool: ToolItem }) {
  const command = () => commandOf(props.tool);
  return (
    <div class="tool-input">
      <CodeBlock
        text={command() ?? JSON.stringify(props.tool.input, null, 2) ?? ""}
        lang={command() === null ? "json" : "bash"}
      />
    </div>
  );
}
