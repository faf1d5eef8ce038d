import { useLocation, useNavigate } from "@solidjs/router";
import type { Bead, Project, SessionInfo } from "@switchyard/core/protocol";
import { keyTable } from "../../keys/table.ts";
import type { App } from "../../state/app.ts";
import { beadPath } from "../../state/beads.ts";
import { sessionPath } from "../../state/sessions.ts";
import { BeadIcon } from "../../ui/BeadIcon.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { FolderIcon, SearchIcon, SettingsIcon, StarIcon } from "../../ui/icons.ts";
import { StatusGlyph } from "../../ui/StatusGlyph.tsx";
import { toast } from "../../ui/toast.ts";
import { fleetWords } from "../../words/fleet-words.ts";
import { folded } from "../../words/folded.ts";
import { paletteWords as words } from "../../words/palette-words.ts";
import { beadState } from "../bead/bead-state.ts";
import { findBeads } from "../bead/find-beads.ts";
import { useOpenProject } from "../projects/open-project.ts";
import { shownProjects } from "../projects/removing.ts";
import { searchPath } from "../search/search-path.ts";
import { settingsParts } from "../settings/settings-parts.ts";
import { places } from "../shell/places.ts";
import { MOST_PANES, splitPath } from "../split/split-path.ts";
import { keptRows, listSource, type PaletteRow, type Source } from "./find-rows.ts";
import { fitOf } from "./match.ts";
import type { OpenSessions } from "./open-sessions.ts";

/** The places of the page. */
export function usePlaceSource(): Source {
  const navigate = useNavigate();
  return listSource(places, {
    label: words.go,
    most: places.length,
    keyOf: ({ path }) => `place:${path}`,
    textOf: ({ label }) => label,
    rowOf: (place) => ({
      label: place.label,
      icon: () => <Icon of={place.icon} size={14} />,
      keys: keyTable[place.key].keys[0],
      run: () => navigate(place.path),
    }),
  });
}

/** The sessions, those that moved last first. */
export function useSessionSource(app: App, open: OpenSessions): Source {
  const navigate = useNavigate();
  const location = useLocation();
  const wordOf = ({ sessionId }: SessionInfo) => app.standing.statusOf(sessionId)?.word ?? "";
  const isAlone = location.query["window"] === "1";
  const beside = (sessionId: string) => {
    // A phone shows one.
    if (open.ids.length === 0 || innerWidth < PHONE_WIDTH) return navigate(sessionPath(sessionId));
    if (open.ids.includes(sessionId)) return;
    if (open.ids.length >= MOST_PANES) return toast(fleetWords.split.full);
    navigate(splitPath([...open.ids, sessionId], isAlone));
  };
  return listSource(
    app.sessions.all.toSorted((a, b) => b.lastActivity - a.lastActivity),
    {
      label: words.sessions,
      most: 15,
      unasked: 10,
      keyOf: ({ sessionId }) => `session:${sessionId}`,
      textOf: (session) =>
        `${session.title}\n${session.beadId ?? ""}\n${nameOf(app, session)}\n${wordOf(session)}`,
      rowOf: (session) => ({
        label: session.title,
        icon: () => (
          <StatusGlyph glyph={app.standing.statusOf(session.sessionId)?.glyph ?? "idle"} size={14} />
        ),
        ...(session.beadId === null ? {} : { code: session.beadId }),
        detail: () => wordOf(session),
        run: () => navigate(sessionPath(session.sessionId)),
        beside: () => beside(session.sessionId),
      }),
    },
  );
}

function nameOf(app: App, { projectId }: SessionInfo): string {
  return projectId === null ? "" : app.projects.nameOf(projectId);
}

const PHONE_WIDTH = 640;

/** The beads of a project, closed ones last. */
export function useBeadSource(app: App, project: Project): Source {
  const navigate = useNavigate();
  const { projectId } = project;
  const beads = app.beads.of(projectId).relations;
  const prefix = `bead:${projectId}:`;
  const rowOf = keptRows((bead: Bead): PaletteRow => ({
    key: `${prefix}${bead.id}`,
    label: bead.title,
    icon: () => <BeadIcon type={bead.issue_type} />,
    code: bead.id,
    detail: () => beadState(bead, beads()).word,
    run: () => navigate(beadPath(projectId, bead.id)),
  }));
  return {
    label: words.beads(app.projects.nameOf(projectId)),
    most: MOST_BEADS,
    find(sought) {
      if (sought.text === "") return [];
      const found = findBeads(beads(), sought.text, { most: MOST_BEADS, withClosed: true });
      return found.map((bead) => ({
        row: rowOf(bead),
        fit:
          bead.id.toLowerCase() === sought.text
            ? 0
            : (fitOf(folded(`${bead.title} ${bead.id}`), sought) ?? 2),
      }));
    },
    row(key) {
      const bead = key.startsWith(prefix) ? beads().get(key.slice(prefix.length)) : undefined;
      return bead && rowOf(bead);
    },
  };
}

const MOST_BEADS = 15;

/** The projects; choosing one makes it the open one. */
export function useProjectSource(app: App): Source {
  const openProject = useOpenProject();
  return listSource(shownProjects(app), {
    label: words.projects,
    most: 8,
    unasked: 5,
    keyOf: ({ projectId }) => `project:${projectId}`,
    textOf: ({ projectId, path }) => `${app.projects.nameOf(projectId)}\n${path}`,
    rowOf: (project) => ({
      label: app.projects.nameOf(project.projectId),
      icon: () => <Icon of={project.isFavorite ? StarIcon : FolderIcon} size={14} />,
      detail: () => project.path,
      run: () => openProject(project.projectId),
    }),
  });
}

/** The parts of the settings. */
export function useSettingsSource(): Source {
  const navigate = useNavigate();
  return listSource(settingsParts, {
    label: words.settings,
    most: 8,
    unasked: 0,
    keyOf: ({ part }) => `settings:${part}`,
    textOf: ({ label }) => label,
    rowOf: (part) => ({
      label: part.label,
      icon: () => <Icon of={SettingsIcon} size={14} />,
      run: () => navigate(`/settings#${part.part}`),
    }),
  });
}

/** The way on where names are not enough: what was said in all sessions. */
export function useSaidRow(): (query: string) => PaletteRow {
  const navigate = useNavigate();
  return (query) => ({
    key: "said",
    label: words.searchSaid(query),
    icon: () => <Icon of={SearchIcon} size={14} />,
    run: () => navigate(searchPath(query)),
  });
}
