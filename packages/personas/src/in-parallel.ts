/** A few at a time; the results are in the order of the list. */
export async function inParallel<T, R>(list: readonly T[], act: (each: T) => Promise<R>): Promise<R[]> {
  const results = new Map<number, R>();
  const left = list.entries();
  const work = async (): Promise<void> => {
    // oxlint-disable-next-line no-await-in-loop -- each worker takes one after the other
    for (const [at, each] of left) results.set(at, await act(each));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return list.flatMap((_, at) => results.get(at) ?? []);
}

const AT_ONCE = 8;
