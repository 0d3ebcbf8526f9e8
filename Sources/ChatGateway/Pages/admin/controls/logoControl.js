import { element, fill } from '../../desk/element.js';
import { wordsOf } from '../../desk/apiError.js';
import { icon } from '../../desk/icon.js';
import { pictureTypes, uploadPicture } from '../../desk/uploadPicture.js';
import { field } from '../field.js';

/** A picture: chosen, dropped here, or by its address. */
export function logoControl({ label, help, path }, { value, set, api }) {
  let address = value ?? '';
  const file = element('input.visually-hidden', { type: 'file', accept: pictureTypes.join(','), tabindex: '-1', 'aria-label': 'Picture', on: { change: () => upload(file.files[0]) } });
  const choose = element('button.btn', { type: 'button', on: { click: () => file.click() } }, icon('upload'), 'Choose a picture…');
  const remove = element('button.btn.btn-ghost', { type: 'button', on: { click: () => { take(''); choose.focus(); } } }, icon('trash'), 'Remove');
  const picture = element('span');
  const box = element('div.logo-box', {
    on: {
      dragover: (event) => {
        event.preventDefault();
        box.classList.add('over');
      },
      dragleave: () => box.classList.remove('over'),
      drop: (event) => {
        event.preventDefault();
        box.classList.remove('over');
        upload(event.dataTransfer.files[0]);
      },
    },
  }, picture, choose, element('span.muted.small', {}, 'or drop it here'), remove, file);
  const text = element('input.input', { type: 'url', placeholder: 'https://', autocomplete: 'off', 'aria-label': 'Address of the picture', on: { input: () => take(text.value.trim(), false) } });
  const node = field({ label, help, control: element('div.stack', {}, box, text), name: path });

  function take(next, isWritten = true) {
    address = next;
    if (isWritten) text.value = next;
    show();
    set(next || undefined);
  }

  function show() {
    const isPicture = /^(https:\/\/|\/media\/)/.test(address);
    fill(picture, isPicture && element('img', { src: address, alt: 'The logo now', on: { error: () => node.say('This picture cannot be shown.', 'warning') } }));
    remove.hidden = !address;
  }

  async function upload(chosen) {
    file.value = '';
    if (!chosen) return;
    node.say();
    choose.setAttribute('aria-busy', 'true');
    try {
      take(await uploadPicture(api, chosen));
    } catch (error) {
      node.say(wordsOf(error));
    } finally {
      choose.removeAttribute('aria-busy');
    }
  }

  text.value = address;
  show();
  return node;
}
