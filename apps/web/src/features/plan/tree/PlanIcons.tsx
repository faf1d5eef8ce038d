import {
  BugIcon,
  CheckIcon,
  ChevronDownIcon,
  ChevronRightIcon,
  CircleDotIcon,
  DiamondIcon,
  EllipsisIcon,
  LayersIcon,
  LockIcon,
  PlayIcon,
  PlusIcon,
  SquareIcon,
} from "../../../ui/icons.ts";

export type PlanIconName =
  | "epic"
  | "feature"
  | "bug"
  | "task"
  | "other"
  | "unfold"
  | "fold"
  | "lock"
  | "play"
  | "check"
  | "plus"
  | "more";

/** The icons that every row has, once: a row refers to them, and is built in no time. */
export function PlanIconSheet() {
  return (
    <svg class="tree-icon-sheet" aria-hidden="true">
      <LayersIcon id="tree-icon-epic" />
      <DiamondIcon id="tree-icon-feature" />
      <BugIcon id="tree-icon-bug" />
      <SquareIcon id="tree-icon-task" />
      <CircleDotIcon id="tree-icon-other" />
      <ChevronRightIcon id="tree-icon-unfold" />
      <ChevronDownIcon id="tree-icon-fold" />
      <LockIcon id="tree-icon-lock" />
      <PlayIcon id="tree-icon-play" />
      <CheckIcon id="tree-icon-check" />
      <PlusIcon id="tree-icon-plus" />
      <EllipsisIcon id="tree-icon-more" />
    </svg>
  );
}

export function PlanIcon(props: { of: PlanIconName; size: 12 | 14 }) {
  return (
    <svg class="tree-icon" width={props.size} height={props.size} aria-hidden="true">
      <use href={`#tree-icon-${props.of}`} width={props.size} height={props.size} />
    </svg>
  );
}

/** A type's icon in its place; the shapes that fill their box are drawn smaller, so that all look alike. */
export function TypeIcon(props: { type: string }) {
  const icon = () => typeIcon(props.type);
  return <PlanIcon of={icon()} size={icon() === "epic" || icon() === "bug" ? 14 : 12} />;
}

/** The icon of a type of bead; one that a project made for itself has the neutral one. */
function typeIcon(type: string): PlanIconName {
  return typeIcons[type] ?? "other";
}

const typeIcons: Readonly<Record<string, PlanIconName>> = {
  epic: "epic",
  feature: "feature",
  bug: "bug",
  task: "task",
};
