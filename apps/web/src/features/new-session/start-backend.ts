import type { BackendInfo, PermissionMode, PersonaInfo, Project } from "@switchyard/core/protocol";
import { type Accessor, createMemo } from "solid-js";
import type { App } from "../../state/app.ts";
import { recall, remember } from "../../state/local.ts";
import type { PlacePersonas } from "../../state/personas.ts";
import { formValues as values, setFormValues as setValues } from "./form-values.ts";

/** What sessions run on: a backend, its model, and what may run there without asking. */
export interface StartBackend {
  /** Those that are on; one that is off in the project alone stands there as off. */
  offered(): readonly BackendInfo[];
  backend(): string | undefined;
  chooseBackend(backendId: string): void;
  /** The chosen model, where the backend still has it; empty is what it takes where none is named. */
  model(backendId: string): string;
  /** What `model` means where it is empty, if the persona asks for one that the backend takes. */
  personaModel(backendId: string): string | undefined;
  setModel(backendId: string, model: string): void;
  /** The modes that the chosen backend offers. */
  permissionModes(): readonly PermissionMode[];
  /** The one that the session would get: a choice that the backend lacks is not kept for it. */
  permissionMode(): PermissionMode;
  choosePermissionMode(mode: PermissionMode): void;
  /** False: no backend is there that a session could have. */
  isReadyToStart(): boolean;
  /** Keeps the choice for the next start. */
  keep(): void;
}

/** `persona` is the one that may ask for a backend and a model; `personas` are those that it is one of. */
export function createStartBackend(
  app: App,
  {
    project,
    persona,
    personas,
  }: {
    project: Accessor<Project | undefined>;
    persona: Accessor<PersonaInfo | undefined>;
    personas: Pick<PlacePersonas, "isLoaded" | "error">;
  },
): StartBackend {
  const offered = createMemo(() => {
    const off = project()?.backendsOff ?? [];
    return app.backends.list
      .filter(({ state }) => state !== "off")
      .map((one) => (off.includes(one.id) ? { ...one, state: "off" as const, hint: null } : one));
  });
  const byDefault = () => project()?.cliBackend ?? defaultBackend(app);
  const preferred = () => [
    persona()?.backend,
    keptBackend(byDefault()),
    byDefault(),
    ...offered().map((one) => one.id as string),
  ];
  const canStart = (id: string | null | undefined) =>
    offered().some((one) => one.id === id && isStartable(one));
  const isTold = () => personas.isLoaded() || personas.error() !== null;
  /** What was taken for whom and where; whatever is told later of programs and defaults, it stays for them. */
  const taken = createMemo<Taken>((before) => {
    const by = JSON.stringify([values.backend, persona()?.backend, project()?.projectId]);
    if (before.isKept && before.by === by) return before;
    if (values.backend !== null) return { by, id: values.backend, isKept: true };
    // Whom the session is to be may still ask for another one.
    if (!before.isKept && !isTold()) return { by, id: undefined, isKept: false };
    const id = preferred().find(canStart) ?? undefined;
    return { by, id, isKept: id !== undefined && app.backends.isLoaded() };
  }, NOTHING);
  // Nothing else takes the place of one that was shown as chosen: it may cost what nobody meant to pay.
  const backend = () => (canStart(taken().id) ? taken().id : undefined);
  const modelsOf = (backendId: string) => app.backends.get(backendId)?.capabilities.models ?? [];
  const permissionModes = () => {
    const declared = app.backends.get(backend() ?? "")?.capabilities.permissionModes ?? [];
    const modes = declared.filter((mode) => mode !== "bypassPermissions");
    return modes.length === 0 ? (["default"] as const) : modes;
  };
  return {
    offered,
    backend,
    chooseBackend: (backendId) => setValues("backend", backendId),
    model(backendId) {
      const chosen = values.models[backendId] ?? "";
      return modelsOf(backendId).some((one) => one.id === chosen) ? chosen : "";
    },
    personaModel(backendId) {
      const { model, backend: own } = persona() ?? {};
      const known = modelsOf(backendId).find((one) => one.id === model);
      return known?.displayName ?? (own === backendId ? model : undefined);
    },
    setModel: (backendId, model) => setValues("models", backendId, model),
    permissionModes,
    permissionMode: () =>
      permissionModes().find((mode) => mode === values.permissionMode) ?? permissionModes()[0] ?? "default",
    choosePermissionMode: (mode) => setValues("permissionMode", mode),
    isReadyToStart: () =>
      backend() !== undefined || !isTold() || app.backends.isChecking() || !app.backends.isLoaded(),
    keep() {
      // What a persona asked for was no choice for the next one.
      if (values.backend === null && backend() === persona()?.backend) return;
      remember("start.backendFor", byDefault() ?? null);
      remember("start.backend", backend() ?? null);
    },
  };
}

interface Taken {
  readonly by: string;
  readonly id: string | undefined;
  /** False: nobody has seen it yet, so another one may still be taken. */
  readonly isKept: boolean;
}

const NOTHING: Taken = { by: "", id: undefined, isKept: false };

/** While it is being probed it may be chosen: the bridge checks again when it starts. */
export function isStartable(backend: BackendInfo): boolean {
  return backend.state === "ready" || backend.state === "checking";
}

/** The last choice, while the default is the same one; with another default, that one is meant. */
function keptBackend(byDefault: string | undefined): string | null {
  return byDefault !== undefined && recall("start.backendFor") === byDefault ? recall("start.backend") : null;
}

/** What the bridge means where none is named; the backends are told anew more often than the settings. */
function defaultBackend(app: App): string | undefined {
  return app.backends.list.find((one) => one.isDefault)?.id ?? app.settings.settings()?.cliBackend;
}
