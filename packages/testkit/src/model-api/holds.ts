/** Counts the answers that hang, and lets a test wait for them and let them go. */
export class Holds {
  #open = new Set<() => void>();
  #waiting: { count: number; resolve: () => void }[] = [];

  get count(): number {
    return this.#open.size;
  }

  /** Holds until `releaseAll` or until the signal fires. */
  hold(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const release = (): void => {
        signal.removeEventListener("abort", release);
        this.#open.delete(release);
        this.#notify();
        resolve();
      };
      signal.addEventListener("abort", release);
      this.#open.add(release);
      this.#notify();
    });
  }

  releaseAll(): void {
    for (const release of [...this.#open]) release();
  }

  /** Resolves as soon as exactly `count` answers hang. */
  until(count: number): Promise<void> {
    if (this.#open.size === count) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ count, resolve }));
  }

  #notify(): void {
    const due = this.#waiting.filter(({ count }) => count === this.#open.size);
    this.#waiting = this.#waiting.filter((waiter) => !due.includes(waiter));
    for (const { resolve } of due) resolve();
  }
}
