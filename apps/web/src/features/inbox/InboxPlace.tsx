import { useLocation, useNavigate } from "@solidjs/router";
import { createEffect, createMemo, Match, onCleanup, Show, Switch } from "solid-js";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { InboxIcon } from "../../ui/icons.ts";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { inboxWords as words } from "../../words/inbox-words.ts";
import { createInbox, InboxContext } from "./create-inbox.ts";
import { Detail } from "./Detail.tsx";
import { InboxHeader } from "./InboxHeader.tsx";
import { InboxList } from "./InboxList.tsx";
import { LeftDetail } from "./LeftDetail.tsx";
import { NothingNeeds } from "./NothingNeeds.tsx";
import "./inbox.css";

/** All that waits for the user and all that is news, over all sessions: a list, and what is chosen in it. */
export default function InboxPlace() {
  const inbox = createInbox();
  const location = useLocation();
  const navigate = useNavigate();
  const isOpen = () => location.pathname !== "/inbox";
  const isLoaded = createMemo(() => inbox.app.sessions.isLoaded() && inbox.app.requests.isLoaded());
  // As it was when it was chosen: what changes of it later builds nothing anew.
  const chosenFirst = createMemo(inbox.chosen, undefined, {
    equals: (before, now) => before?.item.key === now?.item.key,
  });
  const phone = matchMedia("(max-width: 639px)");
  // Where there is room for both, something is chosen.
  const chooseFirst = () => {
    const first = inbox.rows()[0];
    if (isLoaded() && !isOpen() && !phone.matches && first !== undefined) inbox.choose(first.item);
  };
  createEffect(chooseFirst);
  phone.addEventListener("change", chooseFirst);
  onCleanup(() => phone.removeEventListener("change", chooseFirst));

  return (
    <InboxContext.Provider value={inbox}>
      <div class="inbox" data-open={isOpen() ? "" : undefined}>
        <InboxHeader />
        <Switch>
          <Match when={!isLoaded()}>
            <div class="inbox-loading">
              <Skeleton label={words.loading} lines={["half", "full", "long", "full", "long", "half"]} />
            </div>
          </Match>
          <Match when={inbox.rows().length === 0 && !isOpen()}>
            <NothingNeeds filter={inbox.filter()} />
          </Match>
          <Match when={true}>
            <div class="inbox-two">
              <InboxList />
              <section class="inbox-detail" aria-label={words.detail}>
                <Show
                  when={chosenFirst()}
                  keyed
                  fallback={
                    <Show
                      when={isOpen()}
                      fallback={<EmptyState icon={InboxIcon} title={words.empty.chosen} />}
                    >
                      <LeftDetail onBack={() => navigate("/inbox")} onOpen={navigate} />
                    </Show>
                  }
                >
                  {(first) => <Detail first={first} />}
                </Show>
              </section>
            </div>
          </Match>
        </Switch>
      </div>
    </InboxContext.Provider>
  );
}
