import type { Doors } from "./checks.ts";

/** The headers of every response, for a request to `host` (one that was accepted, or our own). */
export function securityHeaders(host: string, doors: Doors, dev = false): Record<string, string> {
  return {
    "Content-Security-Policy": contentSecurityPolicy(socketSource(host, doors), dev),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
  };
}

function contentSecurityPolicy(socket: string, dev: boolean): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    // Vite puts the styles that it reloads into the page itself.
    dev ? "style-src 'self' 'unsafe-inline'" : "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    `connect-src 'self' ${socket}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** A page that came over https through a tunnel may only open wss. */
function socketSource(host: string, doors: Doors): string {
  return doors.hosts.get(host)?.startsWith("https:") ? `wss://${host}` : `ws://${host}`;
}
