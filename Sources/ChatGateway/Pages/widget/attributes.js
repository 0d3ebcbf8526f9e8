/**
 * What the script tag says (spec section 4.1). Wrong values are left out, so that the channel's own hold.
 *
 * @param {Record<string, string|undefined>} dataset
 * @returns {import("./types.js").Attributes}
 */
export function attributes(dataset) {
  const data = {};
  for (const [name, value] of Object.entries(dataset)) if (value !== undefined) data[name.toLowerCase().replaceAll("-", "")] = value.trim();
  const delay = Number(data.delay);
  return {
    channel: data.channel || data.topicid || "",
    title: data.title || undefined,
    theme: one(data.theme, ["modern", "classic"]),
    colour: /^#[0-9a-f]{6}$/i.test(data.color ?? "") ? data.color : undefined,
    font: family(data.font),
    size: one(data.size, ["normal", "large"]),
    delay: Number.isFinite(delay) && delay > 0 ? Math.min(delay, 3600) : 0,
    language: data.language || undefined,
    direction: one(data.dir, ["ltr", "rtl"]),
    scheme: one(data.scheme, ["light", "dark"]),
    identity: data.identity || undefined,
    data,
  };
}

function one(value, allowed) {
  return allowed.includes(value?.toLowerCase()) ? value.toLowerCase() : undefined;
}

/** A font family that can be nothing else: letters, digits, blanks, commas, hyphens and quotes. */
export function family(value) {
  return value && /^[\p{L}\p{N} ,'"-]{1,120}$/u.test(value) ? value : undefined;
}
