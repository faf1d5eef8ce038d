/// <reference types="vite/client" />

/** The page's own version, from its package.json. */
declare const __SWITCHYARD_VERSION__: string;
