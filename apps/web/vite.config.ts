import { defineConfig } from "vite";
import solid from "vite-plugin-solid";
import manifest from "./package.json" with { type: "json" };

/** The page's CSP allows scripts, styles, fonts and workers from files of its own alone: nothing is inlined. */
export default defineConfig({
  plugins: [solid()],
  define: { __SWITCHYARD_VERSION__: JSON.stringify(manifest.version) },
  build: {
    target: "es2023",
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  worker: { format: "es" },
  // Tests: these bring JSX that has to be compiled like our own.
  ssr: { noExternal: ["@solidjs/router", "lucide-solid"] },
});
