import { config } from "zod";

// The page's CSP forbids eval, and zod would try it for each object schema. Imported before any schema.
config({ jitless: true });
