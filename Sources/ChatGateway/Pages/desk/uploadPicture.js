import { ApiError } from './apiError.js';

/** The kinds of pictures that the gateway takes, for `accept`. */
export const pictureTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
/** Bytes. */
const largest = 1_048_576;

/**
 * Sends a logo or photo to the gateway.
 *
 * @param {import('./api.js').Api} api
 * @param {File} picture
 * @returns {Promise<string>} its address
 * @throws {ApiError} also where it is no picture, or too large
 */
export async function uploadPicture(api, picture) {
  const refuse = (code, detail) => { throw new ApiError({ code, detail }); };
  if (!pictureTypes.includes(picture.type)) refuse('illegalFileType', `“${picture.name}” is no PNG, JPEG, GIF or WebP picture.`);
  if (picture.size > largest) refuse('invalidField', `“${picture.name}” has ${(picture.size / largest).toFixed(1)} MB; at most 1 MB fits. Make it smaller.`);
  return (await api.post('/api/agent/media', picture, { patience: 20 })).url;
}
