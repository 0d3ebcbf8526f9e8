/**
 * Log-in at a provider of OpenID Connect: the page sends its agent there and gets a token back behind the address's "#",
 * which no server on the way sees. `state` and `nonce` tie what comes back to what this page asked for.
 *
 * @typedef {{ issuer: string, name: string, clientId: string, authorize?: string }} Provider
 * @typedef {{ token?: string, nonce?: string, problem?: string, search?: string }} Return
 */

const place = "samtale.login";

/**
 * @param {Provider} provider
 * @param {{ origin: string, search: string }} page where the token comes back to, and what it was called with
 * @param {Storage} storage of this tab
 * @param {() => string} chance an unguessable text
 * @returns {string} where the agent goes
 */
export function departure(provider, page, storage, chance) {
  const asked = { state: chance(), nonce: chance(), search: page.search };
  storage.setItem(place, JSON.stringify(asked));
  const url = new URL(provider.authorize);
  for (const [name, value] of Object.entries({
    response_type: "id_token", response_mode: "fragment", scope: "openid email profile", client_id: provider.clientId,
    redirect_uri: `${page.origin}/login`, state: asked.state, nonce: asked.nonce,
  })) url.searchParams.set(name, value);
  return url.href;
}

/**
 * What a provider sent back.
 *
 * @param {string} fragment of the page's address, with its "#"
 * @param {Storage} storage
 * @returns {Return | undefined} nothing where no provider sent the agent
 */
export function arrival(fragment, storage) {
  const told = new URLSearchParams(fragment.slice(1));
  if (!told.has("id_token") && !told.has("error")) return undefined;
  let asked;
  try {
    asked = JSON.parse(storage.getItem(place) ?? "null");
  } catch {
    asked = null;
  }
  storage.removeItem(place);
  if (!asked || told.get("state") !== asked.state) return { problem: "This log-in did not begin here. Try again." };
  if (told.has("error")) {
    return { problem: told.get("error_description") || "You were not let in there. Try again.", search: asked.search };
  }
  return { token: told.get("id_token"), nonce: asked.nonce, search: asked.search };
}
