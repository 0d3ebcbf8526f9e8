/** The script tag that a website needs for a channel (spec section 4.1). */

/**
 * @param {string} origin where this system is reached, e.g. `https://chat.example.com`
 * @param {{channel: string}} channel
 */
export function scriptTag(origin, { channel }) {
  return `<script defer src="${attribute(origin)}/widget.js" data-channel="${attribute(channel)}"></script>`;
}

function attribute(text) {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/** What may stand in the tag besides; all of it is optional. */
export const scriptAttributes = [
  { name: 'data-title', meaning: 'The words on the badge', example: 'Chat with us!' },
  { name: 'data-theme', meaning: 'modern or classic', example: 'modern' },
  { name: 'data-color', meaning: 'The base colour', example: '#0080FF' },
  { name: 'data-font', meaning: 'The font family', example: 'verdana' },
  { name: 'data-size', meaning: 'normal or large', example: 'large' },
  { name: 'data-language', meaning: 'en, nl, de, no, da or sv', example: 'de' },
  { name: 'data-delay', meaning: 'Seconds before the badge appears', example: '1' },
  {
    name: 'data-customerName', meaning: 'Fills the form: a text, cookie:NAME, url:PARAMETER or variable:NAME. Likewise data-customerEmail, data-customerPhone, data-companyName',
    example: 'cookie:name',
  },
];
