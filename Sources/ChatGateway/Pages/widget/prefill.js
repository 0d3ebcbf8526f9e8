/**
 * What the page knows of the visitor, from the script tag's attributes (spec section 4.1): a literal, `cookie:NAME`,
 * `url:PARAM` or `variable:NAME` (a string or number on `window`, dots allowed).
 *
 * @param {string|undefined} source
 * @param {{cookie: string, search: string, variables: any}} page
 * @returns {string|undefined} `undefined` where nothing is found
 */
export function prefilled(source, page) {
  const match = /^(cookie|url|variable):(.*)$/s.exec(source ?? "");
  if (!match) return text(source);
  const [, kind, name] = match;
  switch (kind) {
    case "cookie": return text(cookie(page.cookie, name));
    case "url": return text(new URLSearchParams(page.search).get(name));
    default: return text(variable(page.variables, name));
  }
}

function text(value) {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() ? value.trim() : undefined;
}

function cookie(cookies, name) {
  for (const pair of cookies.split(";")) {
    const equals = pair.indexOf("=");
    if (pair.slice(0, equals).trim() !== name) continue;
    const value = pair.slice(equals + 1).trim();
    try { return decodeURIComponent(value); } catch { return value; }
  }
  return undefined;
}

function variable(object, path) {
  return path.split(".").reduce((value, name) => (value && Object.hasOwn(value, name) ? value[name] : undefined), object);
}

/**
 * The fields of the pre-chat form that the page fills in.
 *
 * @param {Record<string, string|undefined>} data the attributes, lower case as `dataset` would never give them
 * @param {{cookie: string, search: string, variables: any}} page
 */
export function prefilledFields(data, page) {
  const fields = {
    name: prefilled(data.customername ?? data.name, page),
    email: prefilled(data.customeremail ?? data.email, page),
    phone: prefilled(data.customerphone ?? data.phone, page)?.slice(0, 32),
    company: prefilled(data.companyname ?? data.company, page),
    country: prefilled(data.customercountry ?? data.country, page)?.toUpperCase(),
  };
  if (fields.country && !/^[A-Z]{2}$/.test(fields.country)) fields.country = undefined;
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined).map(([name, value]) => [name, [...value].slice(0, 255).join("")]));
}
