import { useApp } from "../../state/app.ts";
import { words } from "../../words/en.ts";

/** How the page stands to the bridge, at the foot of the rail. */
export function ConnectionState() {
  const app = useApp();
  const link = app.connection.link;
  const seq = () => Math.max(0, ...app.sessions.list.map((session) => session.lastSeq));
  const word = () =>
    app.connection.status().state === "connecting" && link() !== "offline"
      ? words.connection.connecting
      : words.connection[link()];
  const title = () => {
    if (link() !== "live") return words.connection.keepWorking;
    return seq() > 0 ? words.connection.caughtUpAt(seq()) : words.connection.connected;
  };
  return (
    <div class="connection-state" data-link={link()} title={title()} role="status">
      <i />
      <span>{word()}</span>
    </div>
  );
}
