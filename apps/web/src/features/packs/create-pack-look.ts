import type { PackInfo, PackKind, PackReview } from "@switchyard/core/protocol";
import { createEffect, createSignal, onCleanup } from "solid-js";
import type { App } from "../../state/app.ts";
import { toast } from "../../ui/toast.ts";
import { toWireError, WireError } from "../../wire/wire-error.ts";
import { packWords } from "../../words/pack-words.ts";

/** From a name to an installed pack: it is looked at, read by the user, then installed or dropped. */
export interface PackLook {
  readonly kind: PackKind;
  spec(): string;
  setSpec(spec: string): void;
  /** What was found; null: nothing is looked at. */
  review(): PackReview | null;
  /** It is another than the one that was accepted, so nothing was installed. */
  isOther(): boolean;
  /** Another one was installed meanwhile, or it was removed: what it is compared with is gone. */
  isOvertaken(): boolean;
  isLooking(): boolean;
  isInstalling(): boolean;
  fault(): WireError | null;
  look(): Promise<void>;
  install(): Promise<void>;
  /** Drops what was looked at, and asks for another. */
  back(): void;
}

/** `onInstalled` may be called after its owner is gone: what was accepted is installed all the same. */
export function createPackLook(
  app: App,
  { kind, spec: first, onInstalled }: { kind: PackKind; spec: string; onInstalled: (pack: PackInfo) => void },
): PackLook {
  const [spec, setSpec] = createSignal(first);
  const [review, setReview] = createSignal<PackReview | null>(null);
  const [isOther, setOther] = createSignal(false);
  const [work, setWork] = createSignal<"looking" | "installing" | null>(null);
  const [fault, setFault] = createSignal<WireError | null>(null);
  let isOver = false;
  /** The newest look: what an earlier one finds, of another name, is not what is asked for now. */
  let newest = 0;

  /** What stays with the bridge unasked for goes by itself after a while. */
  const drop = (found: PackReview | null) => {
    if (found !== null) void app.packs.discard(found.hash).catch(() => undefined);
  };

  async function fetchReview(): Promise<void> {
    const before = review();
    const mine = ++newest;
    setWork("looking");
    try {
      const found = await app.packs.review({ kind, spec: spec().trim() });
      if (isOver || mine !== newest) return drop(found);
      if (before !== null && before.hash !== found.hash) drop(before);
      setFault(null);
      setReview(found);
    } catch (thrown) {
      if (mine !== newest) return;
      setReview(null);
      setFault(toWireError(thrown));
    } finally {
      if (mine === newest) setWork(null);
    }
  }

  async function install(): Promise<void> {
    const found = review();
    if (found === null || work() !== null) return;
    setWork("installing");
    setFault(null);
    try {
      const pack = await app.packs.install(found);
      isOver = true;
      onInstalled(pack);
    } catch (thrown) {
      await refused(found, toWireError(thrown));
    } finally {
      setWork(null);
    }
  }

  async function refused(found: PackReview, error: WireError): Promise<void> {
    if (isOver) {
      if (!isUnanswered(error)) drop(found);
      return toast(packWords.review.failed(error.message));
    }
    if (error.code !== "PACK_CHANGED") return void setFault(error);
    await fetchReview();
    setOther(review() !== null);
  }

  // Whether it was installed before the connection was lost is told by the list that comes with the next one.
  createEffect(() => {
    const found = review();
    if (found === null || !isUnanswered(fault())) return;
    const pack = app.packs.get(kind, found.name);
    if (pack?.hash !== found.hash || pack.hash === found.before?.hash) return;
    isOver = true;
    onInstalled(pack);
  });
  onCleanup(() => {
    if (!isOver && work() !== "installing") drop(review());
    isOver = true;
  });

  return {
    kind,
    spec,
    setSpec(next) {
      setSpec(next);
      setFault(null);
      if (work() !== "looking") return;
      newest += 1;
      setWork(null);
    },
    review,
    isOther,
    isOvertaken() {
      const found = review();
      if (found === null || work() === "installing" || !app.packs.isLoaded()) return false;
      return app.packs.get(kind, found.name)?.hash !== found.before?.hash;
    },
    isLooking: () => work() === "looking",
    isInstalling: () => work() === "installing",
    fault,
    async look() {
      if (work() !== null) return;
      setOther(false);
      setFault(null);
      if (spec().trim() === "") return void setFault(new WireError("INVALID_PARAMS", packWords.add.empty));
      await fetchReview();
    },
    install,
    back() {
      drop(review());
      setReview(null);
      setOther(false);
      setFault(null);
    },
  };
}

/** Nobody can say whether the bridge did what it was asked. */
export function isUnanswered(error: WireError | null): boolean {
  return error?.code === "CLOSED" || error?.code === "TIMEOUT";
}
