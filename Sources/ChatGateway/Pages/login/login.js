import { nextPage } from "./next.js";

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
  submit.setAttribute("aria-busy", "true");
  try {
    const response = await fetch("/api/login", {
      method: "POST", credentials: "same-origin", cache: "no-store",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ name: name.value.trim(), password: password.value }),
    });
    if (response.ok) {
      location.replace(nextPage(new URLSearchParams(location.search).get("next"), location.origin));
      return undefined;
    }
    if (response.status === 429) {
      const seconds = Math.max(1, Number(response.headers.get("Retry-After")) || 30);
      tell(`Too many wrong attempts. Try again in ${seconds} s.`);
    } else if (response.status >= 500) {
      tell("The system cannot be reached now. Try again in a moment.");
    } else {
      tell("Name or password is wrong.");
      password.value = "";
      password.focus();
    }
  } catch {
    tell("No connection. Look whether you are online, and try again.");
  } finally {
    submit.removeAttribute("aria-busy");
  }
  return undefined;
});

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
