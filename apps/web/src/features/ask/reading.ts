/** A scroll box, in CSS pixels. */
export interface Box {
  readonly scrollTop: number;
  readonly clientHeight: number;
  readonly scrollHeight: number;
}

/** Whether the end of a box's content is, or was, in view; a box that doesn't scroll shows all of it. */
export function isEndInView(box: Box): boolean {
  return box.scrollTop + box.clientHeight >= box.scrollHeight - 2;
}

/** How long after a request came under the buttons they take no answer, in ms. */
export const ARMING_MS = 400;
