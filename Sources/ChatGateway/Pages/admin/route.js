/** Where one is: `#/channels/support/edit` is the parts `channels`, `support`, `edit`. */

export function partsOf(hash) {
  return hash.replace(/^#\/?/, '').split('/').filter(Boolean).map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
}

export function hashOf(...parts) {
  return `#/${parts.map(encodeURIComponent).join('/')}`;
}
