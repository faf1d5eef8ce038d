import { render } from "solid-js/web";
import { listenToKeys } from "../src/keys/keyboard.ts";
import { SessionScreen } from "../src/features/session/SessionScreen.tsx";
import { createFakeSession } from "../src/features/session/testkit/fake-view.ts";
import { playScene } from "./scenes.ts";
import "../src/ui/tokens.css";
import "../src/ui/fonts.css";
import "../src/ui/base.css";
import "./session.css";

// The session screen with a made-up session, for looking at it: `session.html?scene=approval&theme=dark`
// on `npx vite`. It is in no build.
const query = new URLSearchParams(location.search);
document.documentElement.dataset["theme"] = query.get("theme") ?? "dark";

render(
  () => {
    const session = createFakeSession(Date.now() - 600_000);
    playScene(session, query.get("scene") ?? "approval");
    listenToKeys();
    return <SessionScreen view={session.view} />;
  },
  document.getElementById("root") ?? document.body,
);
