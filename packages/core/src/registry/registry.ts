/** An ordered set of named values that refuses duplicates and tells what is there when one is missing. */
export interface Registry<Id extends string, Value> extends Iterable<Value> {
  /** The value under `id` or one of its aliases. */
  get(id: string): Value | undefined;
  /** The value under `id`; a miss throws what `onMiss` makes of the ids that are there. */
  need(id: string): Value;
  /** In the order of the list they came from, without aliases. */
  readonly ids: readonly Id[];
}

export interface RegistryOptions<Id extends string, Value> {
  idOf: (value: Value) => Id;
  /** Other names that lead to an id; one whose id is not there leads nowhere. @default {} */
  aliases?: Readonly<Record<string, Id>>;
  onMiss: (id: string, present: readonly Id[]) => Error;
}

/**
 * Makes a registry of `values`, in their order.
 * @throws {Error} when two values, or a value and an alias, have one id.
 */
export function makeRegistry<Id extends string, Value>(
  values: readonly Value[],
  options: RegistryOptions<Id, Value>,
): Registry<Id, Value> {
  const byName = new Map<string, Value>();
  const ordered = [...values];
  const ids = ordered.map((value) => options.idOf(value));
  for (const value of ordered) {
    const id = options.idOf(value);
    if (byName.has(id)) throw new Error(`"${id}" is registered twice.`);
    byName.set(id, value);
  }
  for (const [alias, id] of Object.entries(options.aliases ?? {})) {
    const value = byName.get(id);
    if (byName.has(alias)) throw new Error(`"${alias}" is both an id and an alias.`);
    if (value !== undefined) byName.set(alias, value);
  }

  return {
    ids,
    get: (id) => byName.get(id),
    need(id) {
      const value = byName.get(id);
      if (value === undefined) throw options.onMiss(id, ids);
      return value;
    },
    [Symbol.iterator]: () => ordered.values(),
  };
}
