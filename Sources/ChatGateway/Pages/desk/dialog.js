import { element, fill, uniqueId } from './element.js';
import { ApiError, wordsOf } from './apiError.js';
import { icon } from './icon.js';

/**
 * @typedef {object} DialogAction
 * @property {string} label
 * @property {"primary" | "danger" | "plain"} [kind] `primary` and `danger` submit the form; `plain` closes
 * @property {any} [value] what `closed` gives when it closes by this action
 * @property {(form: HTMLFormElement) => any} [run] may be asynchronous; what it gives closes the dialog, unless
 *   `undefined`; what it throws is shown in the dialog, at the field that an ApiError names
 * @property {boolean} [start] stands at the start of the footer
 */

/**
 * Opens a modal dialog: native `<dialog>`, so focus stays inside, Escape closes, and the focus goes back afterwards.
 *
 * @param {object} options
 * @param {string} options.title
 * @param {string} [options.description]
 * @param {Node | Node[]} options.content fields with a `name` belong to the form; wrap each in `.field`
 * @param {DialogAction[]} [options.actions]
 * @param {"s" | "m" | "l" | "xl"} [options.size]
 * @param {() => boolean | Promise<boolean>} [options.mayClose] asked before Escape, × and plain actions close it
 * @returns {{dialog: HTMLDialogElement, form: HTMLFormElement, closed: Promise<any>, close: (value?: any) => void,
 *   fail: (error: unknown) => void, signal: AbortSignal}} `signal` ends with the dialog: for requests it made
 */
export function openDialog({ title, description, content, actions = [], size = 'm', mayClose = () => true }) {
  const titleId = uniqueId('dialog');
  const stop = new AbortController();
  let settle;
  const closed = new Promise((resolve) => {
    settle = resolve;
  });
  const error = element('div.banner.banner-danger.dialog-error', { role: 'alert', hidden: true });
  const footer = element('div.dialog-footer');
  const form = /** @type {HTMLFormElement} */ (
    element(
      'form', { novalidate: true },
      element(
        'header.dialog-header', {},
        element('div.grow', {}, element('h2', { id: titleId }, title), description && element('p.description', {}, description)),
        element(
          'button.btn.btn-ghost.btn-icon', { type: 'button', 'aria-label': 'Close', on: { click: leave } }, icon('close'))),
      element('div.dialog-body', {}, content),
      error,
      actions.length > 0 && footer));
  const dialog = /** @type {HTMLDialogElement} */ (
    element('dialog.dialog', { class: size === 'm' ? '' : `dialog-${size}`, 'aria-labelledby': titleId }, form));
  let busy = false;
  let main;

  for (const action of actions) {
    const isPlain = !action.kind || action.kind === 'plain';
    const button = element(
      'button.btn', {
        type: isPlain ? 'button' : 'submit',
        class: [action.kind === 'primary' && 'btn-primary', action.kind === 'danger' && 'btn-danger', action.start && 'start']
          .filter(Boolean).join(' '),
      }, action.label);
    if (isPlain) button.addEventListener('click', () => (action.run ? run(action, button) : leave(action.value)));
    else main = { action, button };
    footer.append(button);
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (main) run(main.action, main.button);
  });
  dialog.addEventListener('cancel', (event) => {
    if (event.target !== dialog) return;
    event.preventDefault();
    leave();
  });
  dialog.addEventListener('close', () => end(undefined));
  document.body.append(dialog);
  dialog.showModal();
  (form.querySelector('[autofocus]') ?? form.querySelector('.dialog-body :is(input, select, textarea):not([disabled])') ?? main?.button)
    ?.focus();

  async function leave(value) {
    if (busy || !(await mayClose())) return;
    close(value instanceof Event ? undefined : value);
  }

  function close(value) {
    settle(value);
    // First closed, then taken away: the focus does not go back from a dialog that is not in the page any more.
    dialog.close();
    end(value);
  }

  function end(value) {
    settle(value);
    stop.abort();
    dialog.remove();
  }

  async function run(action, button) {
    if (busy) return;
    clear();
    busy = true;
    button.setAttribute('aria-busy', 'true');
    try {
      const value = action.run ? await action.run(form) : action.value ?? true;
      if (value !== undefined) close(value);
    } catch (problem) {
      if (!stop.signal.aborted) fail(problem);
    } finally {
      busy = false;
      button.removeAttribute('aria-busy');
    }
  }

  function clear() {
    error.hidden = true;
    for (const field of form.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
    for (const text of form.querySelectorAll('.field-error')) text.remove();
  }

  function fail(problem) {
    const field = problem instanceof ApiError && problem.field ? form.elements.namedItem(problem.field) : null;
    if (field instanceof HTMLElement) {
      markInvalid(field, problem.words);
      field.focus();
    } else {
      error.hidden = false;
      fill(error, icon('alert'), element('span', {}, wordsOf(problem)));
    }
  }

  return { dialog, form, closed, close, fail, signal: stop.signal };
}

/**
 * Says at a field what is wrong with it.
 *
 * @param {HTMLElement} field
 * @param {string} words
 */
export function markInvalid(field, words) {
  const id = uniqueId('error');
  field.setAttribute('aria-invalid', 'true');
  field.setAttribute('aria-describedby', id);
  field.closest('.field')?.append(element('p.field-error', { id }, icon('alert'), element('span', {}, words)));
}

/**
 * Asks before something is done.
 *
 * @param {{title: string, text: string, action: string, danger?: boolean, run?: () => any}} question `run` is done
 *   while the dialog is still there, so that a refusal shows in it
 * @returns {Promise<boolean>}
 */
export async function confirmDialog({ title, text, action, danger = false, run }) {
  const { closed } = openDialog({
    title,
    size: 's',
    content: element('p', {}, text),
    actions: [
      { label: 'Cancel' },
      {
        label: action,
        kind: danger ? 'danger' : 'primary',
        run: async () => {
          await run?.();
          return true;
        },
      },
    ],
  });
  return (await closed) === true;
}
