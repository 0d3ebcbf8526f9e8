import { element } from '../desk/element.js';
import { isColour } from '../shared/contrast.js';
import { Preview } from '../widget/preview.js';
import { select } from './field.js';

const places = [
  { value: 'badge', label: 'Badge' },
  { value: 'preChat', label: 'Pre-chat form' },
  { value: 'faq', label: 'FAQ suggestions' },
  { value: 'queue', label: 'In the queue' },
  { value: 'chat', label: 'Conversation' },
  { value: 'offline', label: 'Offline form' },
  { value: 'postChat', label: 'Post-chat form' },
];

const placeOfTab = { properties: 'badge', layout: 'chat', agents: 'chat', bot: 'chat', offline: 'offline', preChat: 'preChat', postChat: 'postChat', rules: 'queue' };

/** The widget as visitors will see it, with what is not saved yet. */
export function previewPane() {
  let place = 'badge';
  let form;
  let timer;
  let frame;
  const choice = select({
    choices: places, value: place, label: 'What the preview shows', small: true,
    onChange: (chosen) => {
      place = chosen;
      draw();
    },
  });
  const dark = element('input', { type: 'checkbox', role: 'switch', on: { change: draw } });
  const stage = element('div.stage', { inert: true });
  const room = element('div.stage-room', {}, stage);
  const node = element('aside.preview', { 'aria-label': 'Preview of the widget' },
    element('div.row.between', {}, element('h3', {}, 'Preview'), element('label.switch.small', {}, dark, element('span', {}, 'Dark page'))),
    choice, room);
  const preview = new Preview(stage);

  function draw() {
    if (!form) return;
    stage.classList.toggle('dark', dark.checked);
    stage.classList.toggle('large', form.widget.size === 'large');
    preview.show(shownSettings(form), place, dark.checked ? 'dark' : 'light').then(fit, () => {});
  }

  /** As large as there is room. */
  function fit() {
    const [width, height] = [stage.offsetWidth, stage.offsetHeight];
    if (!room.clientWidth || !width) return;
    const scale = Math.min(1, room.clientWidth / width, room.clientHeight / height);
    stage.style.setProperty('--scale', String(scale));
    stage.style.setProperty('--shift', `${Math.max(0, (room.clientWidth - width * scale) / 2)}px`);
  }

  frame = new ResizeObserver(fit);
  frame.observe(room);

  return {
    node,
    /** @param {object} next the channel as it stands in the form */
    show(next) {
      form = next;
      clearTimeout(timer);
      timer = setTimeout(draw, 120);
    },
    /** The part of the widget that a tab is about. */
    turnTo(tab) {
      place = placeOfTab[tab] ?? place;
      choice.value = place;
      draw();
    },
    stop() {
      clearTimeout(timer);
      frame.disconnect();
      preview.stop();
    },
  };
}

/** The form as the widget would get it; colours that are not written to their end yet are left out. */
function shownSettings(form) {
  const colours = Object.fromEntries(Object.entries(form.widget.colours).filter(([, colour]) => isColour(colour)));
  return { ...form, version: 0, badgeHeader: form.badgeHeader, widget: { ...form.widget, colours } };
}
