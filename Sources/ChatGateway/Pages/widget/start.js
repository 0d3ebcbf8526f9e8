import { attributes } from "./attributes.js";
import { ChannelStorage } from "./storage.js";
import { Widget } from "./widget.js";

const started = new Map();

/**
 * Puts a channel's widget on the page; once for each channel.
 *
 * @param {Record<string, string|undefined>} dataset the script tag's attributes
 * @param {string} gateway the origin that it came from
 * @param {{alone?: boolean}} options `alone`: it fills its own window
 */
export function start(dataset, gateway, options = {}) {
  const settings = attributes(dataset);
  if (!settings.channel) return console.error('The chat\'s script tag names no channel: add data-channel="…"');
  if (started.has(settings.channel)) return started.get(settings.channel);
  const widget = new Widget(settings, gateway, { ...options, canStore: ChannelStorage.isThere() });
  started.set(settings.channel, widget);
  void widget.start();
  return widget;
}
