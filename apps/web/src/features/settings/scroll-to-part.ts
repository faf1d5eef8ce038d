import { useLocation } from "@solidjs/router";

/** Brings a part of the settings into view where the address names it; call it as a section's `ref`. */
export function createPartRef(): (section: HTMLElement) => void {
  const location = useLocation();
  return (section) => {
    queueMicrotask(() => {
      if (location.hash === `#${section.id}`) section.scrollIntoView?.({ block: "start" });
    });
  };
}
