import { type Accessor, createMemo, For, type JSX, untrack } from "solid-js";

/** A list by key: what is shown for an item is kept while its key stays, though the item is another object. */
export function Keyed<T>(props: {
  each: readonly T[];
  by: (item: T) => string | number;
  children: (item: Accessor<T>) => JSX.Element;
}) {
  const items = createMemo(() => new Map(props.each.map((item) => [props.by(item), item])));
  const keys = createMemo(() => [...items().keys()]);
  return (
    <For each={keys()}>
      {(key) => {
        const first = untrack(items).get(key);
        if (first === undefined) return null;
        return props.children(createMemo((before: T) => items().get(key) ?? before, first));
      }}
    </For>
  );
}
