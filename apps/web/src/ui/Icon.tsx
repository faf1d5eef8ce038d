import type { JSX } from "solid-js";
import { Dynamic } from "solid-js/web";

/** What `icons.ts` exports: a lucide icon. */
export type IconComponent = (props: {
  size?: number | string;
  strokeWidth?: number | string;
  class?: string;
}) => JSX.Element;

export type IconSize = 10 | 12 | 14 | 16 | 18 | 20;

const STROKE: Record<IconSize, number> = { 10: 2.2, 12: 2, 14: 1.75, 16: 1.75, 18: 1.75, 20: 1.6 };

/** An icon beside a word: hidden from assistive technology, its stroke fitted to its size (default 16). */
export function Icon(props: { of: IconComponent; size?: IconSize }) {
  const size = () => props.size ?? 16;
  return <Dynamic component={props.of} size={size()} strokeWidth={STROKE[size()]} />;
}
