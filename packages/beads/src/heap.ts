export interface Heap {
  push(value: number): void;
  /** Takes the smallest. */
  pop(): number | undefined;
}

/** A binary heap of numbers. */
export function makeHeap(): Heap {
  const values: number[] = [];
  const at = (index: number) => values[index] ?? Infinity;

  function rise(from: number, value: number): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (at(parent) <= value) break;
      values[index] = at(parent);
      index = parent;
    }
    values[index] = value;
  }

  function sink(value: number): void {
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const child = at(left + 1) < at(left) ? left + 1 : left;
      if (at(child) >= value) break;
      values[index] = at(child);
      index = child;
    }
    values[index] = value;
  }

  return {
    push: (value) => rise(values.length, value),
    pop() {
      const [smallest] = values;
      const last = values.pop();
      if (last !== undefined && values.length > 0) sink(last);
      return smallest;
    },
  };
}
