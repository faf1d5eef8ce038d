import { type Component, ErrorBoundary, lazy, type ParentProps, Suspense } from "solid-js";
import { fetchPart } from "./fetch-part.ts";

// Fetched ahead: where it is needed, the bridge is often away.
const Trouble = lazy(() => import("./Trouble.tsx"));

/** Fetches what tells of trouble before there is any. */
export const preloadTrouble = Trouble.preload;

type Load<P extends object> = () => Promise<{ default: Component<P> }>;

/** A part of the page with files of its own, fetched when it is first shown; what can't be shows that in its place. */
export function lazyPart<P extends object>(load: Load<P>) {
  const Part = lazy(() => fetchPart(load));
  const Whole = (props: P) => (
    <OrTrouble>
      <Part {...props} />
    </OrTrouble>
  );
  return Object.assign(Whole, { preload: Part.preload });
}

/** A dialog with files of its own: one that can't be fetched says so in its place, and comes when it can. */
export function lazyDialog<P extends { onClose: () => void }>(load: Load<P>) {
  const Part = lazy(() => fetchPart(load));
  const Whole = (props: P) => (
    <OrTrouble onClose={() => props.onClose()}>
      {/* Keys pressed while a dialog is fetched are meant for it: with one open, they do nothing below it. */}
      <Suspense fallback={<dialog open hidden />}>
        <Part {...props} />
      </Suspense>
    </OrTrouble>
  );
  return Object.assign(Whole, { preload: Part.preload });
}

/** What is inside or, where it can't be shown, why; in a dialog, where there is one to close. */
export function OrTrouble(props: ParentProps<{ onClose?: () => void }>) {
  return (
    <ErrorBoundary
      fallback={(thrown: unknown, retry) => (
        <Suspense>
          <Trouble thrown={thrown} retry={retry} onClose={props.onClose} />
        </Suspense>
      )}
    >
      {props.children}
    </ErrorBoundary>
  );
}
