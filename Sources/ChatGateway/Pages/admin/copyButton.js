import { element, fill } from '../desk/element.js';
import { icon } from '../desk/icon.js';

/** Copies a text, and says that it did. */
export function copyButton(textOf, label = 'Copy') {
  const status = element('span.visually-hidden', { role: 'status' });
  const words = element('span');
  const mark = element('span.row');
  let timer;
  const button = element('button.btn', {
    type: 'button', 'aria-label': label,
    on: {
      click: async () => {
        const isDone = await copied(textOf());
        draw(isDone ? 'check' : 'alert', isDone ? 'Copied' : 'Press Ctrl+C');
        status.textContent = isDone ? 'Copied' : 'The browser did not allow it: select the text and press Ctrl+C';
        clearTimeout(timer);
        timer = setTimeout(() => draw('copy', 'Copy'), 3000);
      },
    },
  }, mark, words, status);
  function draw(name, text) {
    fill(mark, icon(name));
    words.textContent = text;
  }
  draw('copy', 'Copy');
  return button;
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
