import { useNavigate } from "@solidjs/router";
import { createMemo, For, Match, Show, Switch } from "solid-js";
import { ariaKeys } from "../../keys/keyboard.ts";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Icon } from "../../ui/Icon.tsx";
import {
  ChevronDownIcon,
  FolderIcon,
  LayoutGridIcon,
  LayersIcon,
  PlusIcon,
  RotateCwIcon,
  TriangleAlertIcon,
} from "../../ui/icons.ts";
import { Menu } from "../../ui/Menu.tsx";
import { Note } from "../../ui/Note.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { words as common } from "../../words/en.ts";
import { fleetWords as words } from "../../words/fleet-words.ts";
import { PaletteButton } from "../palette/PaletteButton.tsx";
import { SignalPill } from "../signal/SignalPill.tsx";
import { useShell } from "../shell/shell-context.ts";
import { createFleet, type Fleet } from "./create-fleet.ts";
import { FleetBar } from "./FleetBar.tsx";
import { FleetGrid } from "./FleetGrid.tsx";
import "./fleet.css";
import "./tile.css";

/** All sessions at once, each with its last lines: what are all of them doing, and what do they cost. */
export default function FleetPlace() {
  const app = useApp();
  const shell = useShell();
  const fleet = createFleet(app);
  const count = () => fleet.counts().all;
  const isEmpty = createMemo(() => count() === 0 && fleet.project() === undefined);
  return (
    <section class="fleet" aria-label={words.title}>
      <header class="fleet-bar">
        <h1>{words.title}</h1>
        <ProjectChoice fleet={fleet} />
        <span class="grow" />
        <PaletteButton />
        <Button
          icon={PlusIcon}
          class="fleet-new"
          aria-keyshortcuts={ariaKeys("newSession")}
          onClick={() => {
            const projectId = fleet.projectId();
            shell.openNewSession(projectId === undefined ? {} : { projectId });
          }}
        >
          <span class="fleet-new-word">{words.newSession}</span>
        </Button>
        <SignalPill />
      </header>
      <Switch fallback={<Loading />}>
        <Match when={app.sessions.isLoaded() && isEmpty()}>
          <Nobody />
        </Match>
        <Match when={app.sessions.isLoaded()}>
          <FleetBar fleet={fleet} />
          <Show when={fleet.ids().length === 0}>
            <NoMatch fleet={fleet} />
          </Show>
          <FleetGrid fleet={fleet} />
        </Match>
      </Switch>
    </section>
  );
}

function Loading() {
  const app = useApp();
  return (
    <div class="fleet-loading">
      <Show
        when={app.sessions.error()}
        fallback={
          <Skeleton label={words.loading} lines={["long", "full", "half", "full", "long", "short"]} />
        }
      >
        {(error) => (
          <Note
            icon={<Icon of={TriangleAlertIcon} />}
            title={common.list.failed}
            actions={
              <Button size={24} icon={RotateCwIcon} onClick={() => void app.sessions.reload()}>
                {common.tryNow}
              </Button>
            }
          >
            {error().message}
          </Note>
        )}
      </Show>
    </div>
  );
}

/** Nothing is at work: a first session is what there is to do. */
function Nobody() {
  const app = useApp();
  const shell = useShell();
  const navigate = useNavigate();
  const stopped = () => app.sessions.list.length;
  return (
    <EmptyState
      icon={LayoutGridIcon}
      title={words.empty}
      actions={
        <>
          <Button variant="primary" keys="c" onClick={() => shell.openNewSession()}>
            {words.newSession}
          </Button>
          <Show when={stopped() > 0}>
            <Button onClick={() => navigate("/sessions")}>{words.toSessions}</Button>
          </Show>
        </>
      }
    >
      {words.emptyText} {stopped() > 0 ? words.emptyStopped(stopped()) : ""}
    </EmptyState>
  );
}

function NoMatch(props: { fleet: Fleet }) {
  const showAll = () => {
    if (props.fleet.filter() === "all") props.fleet.setProject(null);
    props.fleet.setFilter("all");
  };
  return (
    <div class="fleet-none">
      <EmptyState
        title={words.none[props.fleet.filter()]}
        actions={<Button onClick={showAll}>{words.showAll}</Button>}
      />
    </div>
  );
}

/** Which project's sessions are shown; one alone is just named. */
function ProjectChoice(props: { fleet: Fleet }) {
  const isChoice = () => props.fleet.projects().length > 1 || props.fleet.project() !== undefined;
  const label = () => props.fleet.project()?.label ?? words.allProjects;
  const items = () => [
    {
      label: words.allProjects,
      icon: LayersIcon,
      checked: props.fleet.project() === undefined,
      run: () => props.fleet.setProject(null),
    },
    ...props.fleet.projects().map((project) => ({
      label: project.label,
      ...(project.title === undefined ? {} : { detail: project.title }),
      icon: FolderIcon,
      checked: project.key === props.fleet.project()?.key,
      run: () => props.fleet.setProject(project.key),
    })),
  ];
  return (
    <Show
      when={isChoice()}
      fallback={
        <For each={props.fleet.projects()}>
          {(project) => (
            <span class="text-3 cut" title={project.title}>
              {project.label}
            </span>
          )}
        </For>
      }
    >
      <Menu
        label={words.project}
        items={items()}
        trigger={(trigger) => (
          <Button {...trigger} variant="ghost" size={24} class="fleet-project" title={words.project}>
            <span class="cut">{label()}</span>
            <Icon of={ChevronDownIcon} size={12} />
          </Button>
        )}
      />
    </Show>
  );
}
