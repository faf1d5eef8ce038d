/** Does something at the first signal that would end the process, instead of that; the next one ends it at once. */
export function atInterrupt(act: () => void): Disposable {
  const dispose = (): void => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  const onSignal = (): void => {
    dispose();
    act();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return { [Symbol.dispose]: dispose };
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
