const GAP = 6;
const EDGE = 8;

/** What a layer belongs to: an element, or a place on the screen. */
export type Anchor = Pick<HTMLElement, "getBoundingClientRect">;

/**
 * Puts a floating layer into the top layer, under its button, or over it where there is no room below.
 * Sizes are set as properties: the page's CSP allows no style attributes.
 */
export function placeLayer(layer: HTMLElement, button: Anchor, align: "start" | "end"): void {
  if (typeof layer.showPopover === "function") {
    layer.setAttribute("popover", "manual");
    layer.showPopover();
  }
  const at = button.getBoundingClientRect();
  const size = layer.getBoundingClientRect();
  const below = window.innerHeight - at.bottom - GAP - EDGE;
  const above = at.top - GAP - EDGE;
  const whole = window.innerHeight - 2 * EDGE;
  const fitsNowhere = size.height > Math.max(below, above) && size.height <= whole;
  const isBelow = size.height <= below || below >= above;
  const left = align === "start" ? at.left : at.right - size.width;
  const style = layer.style;
  style.setProperty("left", `${Math.max(EDGE, Math.min(left, window.innerWidth - size.width - EDGE))}px`);
  // Beside its button it would be cut, and a screen has room for all of it: then it covers the button.
  if (fitsNowhere) return style.setProperty("bottom", `${EDGE}px`);
  style.setProperty("max-height", `${Math.max(120, isBelow ? below : above)}px`);
  if (isBelow) style.setProperty("top", `${at.bottom + GAP}px`);
  else style.setProperty("bottom", `${window.innerHeight - at.top + GAP}px`);
}
