import { onTestFinished, vi } from "vitest";

/** Stands for the layout that the test environment lacks: what is on screen is what a test says. */
export function fakeScreen() {
  const observers = new Set<FakeObserver>();
  const seen = new WeakSet<Element>();

  class FakeObserver {
    readonly targets = new Set<Element>();
    readonly tell: (entries: Pick<IntersectionObserverEntry, "target" | "isIntersecting">[]) => void;
    constructor(tell: FakeObserver["tell"]) {
      this.tell = tell;
      observers.add(this);
    }
    observe(target: Element): void {
      this.targets.add(target);
      this.tell([{ target, isIntersecting: seen.has(target) }]);
    }
    unobserve(target: Element): void {
      this.targets.delete(target);
    }
    disconnect(): void {
      observers.delete(this);
    }
  }

  vi.stubGlobal("IntersectionObserver", FakeObserver);
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  return {
    /** Scrolls elements in or out. */
    show(targets: readonly Element[], isOn = true): void {
      for (const target of targets) {
        if (isOn) seen.add(target);
        else seen.delete(target);
        for (const observer of observers) {
          if (observer.targets.has(target)) observer.tell([{ target, isIntersecting: isOn }]);
        }
      }
    },
  };
}
