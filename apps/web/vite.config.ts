import { defineConfig } from "vite";
import solid from "vite-plugin-solid";
import { licenses } from "./licenses.ts";
import manifest from "./package.json" with { type: "json" };

const { page, worker } = licenses();

/** The page's CSP allows scripts, styles, fonts and workers from files of its own alone: nothing is inlined. */
export default defineConfig({
  plugins: [solid(), page],
  define: { __SWITCHYARD_VERSION__: JSON.stringify(manifest.version) },
  build: {
    target: "es2023",
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What the first paint needs is one file: apart, each module that a later one shares with it would be a file of its own.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "page", tags: ["$initial"] }] } } },
  },
  worker: { format: "es", plugins: () => [worker] },
  // Tests: these bring JSX that has to be compiled like our own.
  ssr: { noExternal: ["@solidjs/router", "lucide-solid"] },
});
