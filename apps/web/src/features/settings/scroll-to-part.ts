import { useLocation } from "@solidjs/router";
import { createEffect, on } from "solid-js";
import { useApp } from "../../state/app.ts";

/** Brings the part that the address names into view: when it is gone to, and when the settings come after that. */
export function createScrollToPart(): void {
  const app = useApp();
  const location = useLocation();
  const areRead = () => app.settings.settings() !== null;
  createEffect(
    on([() => location.hash, areRead], ([hash]) => {
      const heading = document.getElementById(`settings-${hash.slice(1)}`);
      heading?.closest("section")?.scrollIntoView?.({ block: "start" });
    }),
  );
}
