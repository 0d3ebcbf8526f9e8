import { ApiError } from '../desk/apiError.js';
import { openDialog } from '../desk/dialog.js';
import { element, fill } from '../desk/element.js';
import { safeHTML } from '../shared/safeHTML.js';
import { languages } from './channelFields.js';
import { field, select, switchField } from './field.js';
import { folderChoices } from './folderDialog.js';

const variables = [
  'visitor.name', 'visitor.email', 'visitor.company', 'visitor.phone', 'agent.nickname', 'agent.firstName', 'agent.lastName', 'agent.email', 'channel.name', 'session.id', 'request.id',
];

/** Makes or changes a reply template. @returns {Promise<boolean | undefined>} whether it was saved */
export function templateDialog({ api, folders, template, folder }) {
  const name = element('input.input', { name: 'name', value: template?.name ?? '', autocomplete: 'off' });
  const text = element('textarea.textarea', { name: 'text', rows: 9, value: template?.text ?? '', on: { input: draw } });
  const format = select({
    choices: [{ value: 'text', label: 'Plain text' }, { value: 'html', label: 'HTML (bold, italic, lists, links)' }], value: template?.format ?? 'text', onChange: draw,
  });
  format.name = 'format';
  const place = select({ choices: [{ value: '', label: 'No folder' }, ...folderChoices(folders, 'template')], value: template?.folder ?? folder ?? '' });
  place.name = 'folder';
  const language = select({ choices: [{ value: '', label: 'Any' }, ...languages], value: template?.language ?? '' });
  language.name = 'language';
  const published = switchField({ label: 'Published', name: 'published', checked: template?.published ?? true, help: 'Off: a draft, which agents do not find.' });
  const shown = element('div.template-preview');
  const preview = element('div.field', { hidden: true }, element('span.label', {}, 'As visitors see it'), shown);
  const insert = select({
    choices: [{ value: '', label: 'Insert a variable…' }, ...variables.map((variable) => ({ value: variable, label: `{${variable}}` }))], value: '', label: 'Insert a variable', small: true,
    onChange: (variable) => {
      if (!variable) return;
      text.setRangeText(`{${variable}}`, text.selectionStart, text.selectionEnd, 'end');
      insert.value = '';
      draw();
      text.focus();
    },
  });

  function draw() {
    preview.hidden = format.value !== 'html';
    if (!preview.hidden) fill(shown, safeHTML(text.value));
  }

  draw();
  return openDialog({
    title: template ? 'Edit template' : 'New template', size: 'l',
    content: element('div.stack.loose', {},
      field({ label: 'Name', control: name, required: true, help: 'By which agents find it.' }),
      field({ label: 'Text', control: text, required: true, help: 'At most 8,000 characters. Variables in braces are filled in when an agent inserts it.' }),
      element('div.row.wrap', {}, insert), preview,
      element('div.section', {},
        element('div.pair', {}, field({ label: 'Format', control: format }), field({ label: 'Language', control: language })),
        element('div.pair', {}, field({ label: 'Folder', control: place }), published))),
    actions: [{ label: 'Cancel' }, {
      label: 'Save', kind: 'primary', run: async () => {
        if (!name.value.trim()) throw new ApiError({ code: 'invalidField', field: 'name', detail: 'The name is missing' });
        if (!text.value.trim()) throw new ApiError({ code: 'invalidField', field: 'text', detail: 'The text is missing' });
        await api.send('template.save', {
          template: template?.template ?? crypto.randomUUID(), name: name.value.trim(), text: text.value.trim(), format: format.value, published: published.input.checked,
          ...(place.value ? { folder: place.value } : {}), ...(language.value ? { language: language.value } : {}),
        }, { patience: 30 });
        return true;
      },
    }],
  }).closed;
}
