import "./ui/fonts.css";
import "./ui/tokens.css";
import "./ui/base.css";
import "./zod-without-eval.ts";
import { render } from "solid-js/web";
import { Page } from "./app/Page.tsx";
import { applyTheme } from "./state/theme.ts";
import { takeToken } from "./wire/token.ts";
import { makeWire } from "./wire/wire.ts";

applyTheme();
// Another launch address pasted over this page changes the fragment alone.
window.addEventListener("hashchange", () => {
  if (location.hash.startsWith("#token=")) location.reload();
});
const root = document.getElementById("root");
const token = takeToken();
const url = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/rpc`;
const wire = token === null ? null : makeWire({ url, token, version: __SWITCHYARD_VERSION__ });
if (root !== null) render(() => <Page wire={wire} />, root);
