import { start } from "./start.js";

// The widget alone in a window of its own: where a page's own storage is blocked.
const query = new URLSearchParams(location.search);
start(Object.fromEntries(query), location.origin, { alone: true });
