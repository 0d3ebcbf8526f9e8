import { start } from "./start.js";

// The widget alone in a window of its own: where a page's own storage is blocked.
// What is nobody else's business stands behind the `#`, which is sent to no server.
const about = new URLSearchParams(location.hash.slice(1));
start({ ...Object.fromEntries(new URLSearchParams(location.search)), ...Object.fromEntries(about) }, location.origin, { alone: true });
