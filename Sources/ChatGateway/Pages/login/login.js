import { nextPage } from "./next.js";
import { arrival, departure } from "./provider.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("login"));
const problem = document.getElementById("problem");
const submit = document.getElementById("submit");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const name = form.elements.namedItem("name");
  const password = form.elements.namedItem("password");
  tell("");
  if (!name.value.trim()) return missing(name, "Type your name.");
  if (!password.value) return missing(password, "Type your password.");
  const refused = await enter("/api/login", { name: name.value.trim(), password: password.value }, location.search);
  if (refused) {
    tell("Name or password is wrong.");
    password.value = "";
    password.focus();
  }
  return undefined;
});

/**
 * Logs in and goes on to the page that was wanted.
 *
 * @returns {Promise<boolean>} whether it was refused; everything else is told here
 */
async function enter(path, body, search) {
  submit.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(path, {
      method: "POST", credentials: "same-origin", cache: "no-store",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (response.ok) {
      location.replace(nextPage(new URLSearchParams(search).get("next"), location.origin));
    } else if (response.status === 429) {
      const seconds = Math.max(1, Number(response.headers.get("Retry-After")) || 30);
      tell(`Too many wrong attempts. Try again in ${seconds} s.`);
    } else if (response.status >= 500) {
      tell("The system cannot be reached now. Try again in a moment.");
    } else {
      return true;
    }
  } catch {
    tell("No connection. Look whether you are online, and try again.");
  } finally {
    submit.removeAttribute("aria-busy");
  }
  return false;
}

/** A button for each provider, where the gateway knows one. */
async function offerProviders() {
  try {
    const response = await fetch("/api/login/providers", { credentials: "same-origin" });
    if (!response.ok) return;
    const providers = (await response.json()).result.providers.filter(({ authorize }) => authorize);
    if (providers.length === 0) return;
    const or = document.createElement("p");
    or.className = "login-or";
    or.textContent = "or";
    form.append(or);
    for (const provider of providers) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-block";
      button.textContent = `Log in with ${provider.name}`;
      button.addEventListener("click", () => {
        location.assign(departure(provider, location, sessionStorage, () => crypto.randomUUID()));
      });
      form.append(button);
    }
  } catch {
    // Name and password do without.
  }
}

async function welcomeBack() {
  const back = arrival(location.hash, sessionStorage);
  if (!back) return;
  // The token must not stay in the address and the history.
  history.replaceState(null, "", `/login${back.search ?? ""}`);
  if (back.problem) return tell(back.problem);
  const refused = await enter("/api/login/token", { token: back.token, nonce: back.nonce }, back.search ?? "");
  if (refused) tell("You are known there, but not here: ask your administrator to enter you as an agent.");
}

welcomeBack();
offerProviders();

function missing(field, words) {
  tell(words);
  field.setAttribute("aria-invalid", "true");
  field.addEventListener("input", () => field.removeAttribute("aria-invalid"), { once: true });
  field.focus();
}

function tell(words) {
  problem.hidden = words === "";
  problem.textContent = words;
}
