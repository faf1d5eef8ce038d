import { createMemo, createSignal, on } from "solid-js";
import { useApp } from "../../state/app.ts";
import { paletteWords as words } from "../../words/palette-words.ts";
import { usePlanProject } from "../plan/plan-project.ts";
import type { Stopping } from "../session-menu/create-stopping.ts";
import { useActionSource } from "./action-source.tsx";
import { findRows, type RowGroup } from "./find-rows.ts";
import { useOpenSessions } from "./open-sessions.ts";
import { recentKeys } from "./recent.ts";
import {
  useBeadSource,
  usePlaceSource,
  useProjectSource,
  useSaidRow,
  useSessionSource,
  useSettingsSource,
} from "./thing-sources.tsx";

/**
 * What is sought, what fits it, and the row that Enter means. What is there is looked at when the palette opens, or is
 * read: nothing moves under the user.
 */
export function createPalette(stopping: Stopping) {
  const app = useApp();
  const planProject = usePlanProject().project;
  const saidRow = useSaidRow();
  const areRead = () => app.projects.isLoaded() && app.sessions.isLoaded();
  const project = createMemo(on(areRead, planProject));
  const beads = createMemo(() => {
    const { hasBeads, projectId } = project() ?? {};
    return hasBeads === true && projectId !== undefined ? app.beads.of(projectId) : undefined;
  });
  const sources = createMemo(
    on([areRead, project], ([, ofBeads]) => {
      const open = useOpenSessions(app);
      return [
        useActionSource(open, stopping),
        usePlaceSource(),
        useSessionSource(app, open),
        ...(ofBeads?.hasBeads === true ? [useBeadSource(app, ofBeads)] : []),
        useProjectSource(app),
        useSettingsSource(),
      ];
    }),
  );
  const recent = { label: words.recent, keys: recentKeys() };
  const [query, setQuery] = createSignal("");
  const areBeadsRead = () => areRead() && (beads()?.isLoaded() !== false || beads()?.error() !== null);

  const found = createMemo(on([query, sources, areBeadsRead], ([text, all]) => findRows(all, text, recent)));
  const groups = createMemo((): readonly RowGroup[] => {
    const text = query().trim();
    return text === "" ? found() : [...found(), { label: words.said, rows: [saidRow(text)] }];
  });
  const rows = createMemo(() => groups().flatMap((group) => group.rows));
  const [chosen, setChosen] = createSignal<string>();
  const at = createMemo(() =>
    Math.max(
      0,
      rows().findIndex(({ key }) => key === chosen()),
    ),
  );

  return {
    query,
    setQuery(text: string): void {
      setQuery(text);
      setChosen(undefined);
    },
    groups,
    rows,
    at,
    point: (key: string) => setChosen(key),
    walk(step: 1 | -1): void {
      const next = (at() + step + rows().length) % rows().length;
      setChosen(rows()[next]?.key);
    },
    areBeadsRead,
    /** Whether anything but the search itself fits. */
    hasFound: () => found().length > 0,
  };
}

export type PaletteState = ReturnType<typeof createPalette>;
