/** Lets what came meanwhile be done, where a job has taken long enough without it. */
export type Breath = () => Promise<void>;

/** @param check throws where the job is to end */
export function makeBreath(check: () => void = () => undefined): Breath {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < LONGEST_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
    check();
  };
}

const LONGEST_MS = 5;
