// The shop's page: puts the script tag of the chosen channel in, with what the address says as its attributes.
const query = new URLSearchParams(location.search);
const channel = query.get("channel") ?? "support";
for (const link of document.querySelectorAll("#channels a")) {
  if (new URL(link.href).searchParams.get("channel") === channel) link.setAttribute("aria-current", "page");
}
const tag = document.createElement("script");
tag.src = "/widget.js";
tag.dataset.channel = channel;
for (const [name, value] of query) if (/^[a-z]+$/i.test(name) && name !== "channel") tag.dataset[name] = value;
document.head.append(tag);
