import { attributes } from "./attributes.js";
import { Launcher } from "./launcher.js";

const started = new Set();

/**
 * Puts a channel's widget on the page; once for each channel.
 *
 * @param {Record<string, string|undefined>} dataset the script tag's attributes
 * @param {string} gateway the origin that it came from
 * @param {{alone?: boolean}} [options] `alone`: it fills its own window
 */
export function start(dataset, gateway, options) {
  const settings = attributes(dataset);
  if (!settings.channel) return console.error('The chat\'s script tag names no channel: add data-channel="…"');
  if (started.has(settings.channel)) return;
  started.add(settings.channel);
  void new Launcher(settings, gateway, options).start();
}
