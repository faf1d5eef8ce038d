import { createUniqueId, type JSX, Show } from "solid-js";
import { Dynamic } from "solid-js/web";
import { createShortcut } from "../../keys/keyboard.ts";
import { useApp } from "../../state/app.ts";
import { BeadIcon } from "../../ui/BeadIcon.tsx";
import { BeadId } from "../../ui/BeadId.tsx";
import { Button } from "../../ui/Button.tsx";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { ChevronLeftIcon, PlayIcon, XIcon } from "../../ui/icons.ts";
import { beadEditWords } from "../../words/bead-edit-words.ts";
import { beadWords as words } from "../../words/bead-words.ts";
import { useShell } from "../shell/shell-context.ts";
import { ActButtons, ActOutcomes, createBeadActs } from "./BeadActs.tsx";
import type { BeadPageProps, ShownBead } from "./BeadPage.tsx";
import { ChoiceValue } from "./edit/ChoiceValue.tsx";
import { typeChoices } from "./edit/choices.ts";
import { createFieldEdit } from "./edit/create-field-edit.ts";
import { beadFields } from "./edit/fields.ts";
import { LineEditor } from "./edit/LineEditor.tsx";
import { ValueButton } from "./edit/LineFact.tsx";

/** Which bead this is, and what can be done with it; null: it is not known yet. */
export function BeadHeader(props: BeadPageProps & { shown: ShownBead | null }) {
  return (
    <Show
      when={props.shown}
      keyed
      fallback={
        <Head {...props} title={<Title {...props}>{words.bead}</Title>}>
          <BeadIcon type={undefined} size={12} />
        </Head>
      }
    >
      {(shown) => <KnownHeader {...props} shown={shown} />}
    </Show>
  );
}

function KnownHeader(props: BeadPageProps & { shown: ShownBead }) {
  const shell = useShell();
  // oxlint-disable-next-line solid/reactivity -- it reads the bead when it is asked: what it is given never changes
  const acts = createBeadActs(props.shown);
  const start = () => shell.openNewSession({ projectId: props.projectId, beadId: props.beadId });
  createShortcut("startOnBead", start);
  return (
    <>
      <Head
        {...props}
        title={<EditableTitle {...props} isClosed={acts.isClosed()} />}
        acts={
          <>
            <ActButtons of={props.shown} acts={acts} />
            <Button
              class="bead-start"
              variant={acts.isClosed() ? "default" : "primary"}
              icon={PlayIcon}
              keys="s"
              onClick={start}
            >
              {words.page.start}
            </Button>
          </>
        }
      >
        <TypeValue {...props.shown} />
      </Head>
      <ActOutcomes of={props.shown} acts={acts} />
    </>
  );
}

function Head(props: BeadPageProps & { title: JSX.Element; acts?: JSX.Element; children: JSX.Element }) {
  const app = useApp();
  const isPage = () => props.layout === "page";
  return (
    <header class="bead-head">
      <Show when={isPage()}>
        <Button
          variant="ghost"
          icon={ChevronLeftIcon}
          label={words.page.back}
          onClick={() => props.onClose()}
        />
      </Show>
      <div class="bead-name">
        {props.title}
        <div class="bead-sub">
          {props.children}
          <BeadId id={props.beadId} />
          <CopyButton text={props.beadId} label={words.copyId} />
          <Show when={app.beadEdits.standing(props.projectId, props.beadId)}>
            {(standing) => <span role="status">{beadEditWords.standing[standing()]}</span>}
          </Show>
        </div>
      </div>
      {props.acts}
      <Show when={!isPage()}>
        <Button variant="ghost" icon={XIcon} label={words.page.close} onClick={() => props.onClose()} />
      </Show>
    </header>
  );
}

function Title(props: { layout: "page" | "panel"; isClosed?: boolean; children: JSX.Element }) {
  return (
    <Dynamic
      component={props.layout === "page" ? "h1" : "h2"}
      class="bead-title"
      data-closed={props.isClosed ? "" : undefined}
    >
      {props.children}
    </Dynamic>
  );
}

function EditableTitle(props: { layout: "page" | "panel"; shown: ShownBead; isClosed: boolean }) {
  const id = createUniqueId();
  // oxlint-disable-next-line solid/reactivity -- as above
  const edit = createFieldEdit(props.shown, beadFields.title);
  createShortcut("planEdit", () => {
    if (props.shown.canEdit) edit.begin();
  });
  return (
    <Show
      when={props.shown.canEdit && edit.isOpen()}
      fallback={
        <Title layout={props.layout} isClosed={props.isClosed}>
          <Show when={props.shown.canEdit} fallback={props.shown.bead.title}>
            <ValueButton id={id} name={beadEditWords.names.title} onClick={() => edit.begin()}>
              {props.shown.bead.title}
            </ValueButton>
          </Show>
        </Title>
      }
    >
      <LineEditor
        edit={edit}
        label={beadEditWords.names.title}
        onDone={() => queueMicrotask(() => document.getElementById(id)?.focus())}
      />
    </Show>
  );
}

function TypeValue(props: ShownBead) {
  const edit = createFieldEdit(props, beadFields.issue_type);
  const value = () => (
    <>
      <BeadIcon type={props.bead.issue_type} size={12} />
      <span>{words.typeName(props.bead.issue_type)}</span>
    </>
  );
  return (
    <Show when={props.canEdit} fallback={value()}>
      <ChoiceValue edit={edit} now={props.bead.issue_type} options={typeChoices(props.beads)}>
        {value()}
      </ChoiceValue>
    </Show>
  );
}
