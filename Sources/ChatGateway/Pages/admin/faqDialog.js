import { ApiError } from '../desk/apiError.js';
import { openDialog } from '../desk/dialog.js';
import { element } from '../desk/element.js';
import { languages } from './channelFields.js';
import { field, select, switchField } from './field.js';
import { folderChoices } from './folderDialog.js';

/**
 * Makes or changes an entry of the FAQ.
 *
 * @returns {Promise<boolean | undefined>} whether it was saved
 */
export function faqDialog({ api, folders, entry, folder }) {
  const title = element('input.input', { name: 'title', value: entry?.title ?? '', autocomplete: 'off' });
  const text = element('textarea.textarea', { name: 'text', rows: 9, value: entry?.text ?? '' });
  const keywords = element('input.input', { name: 'keywords', value: entry?.keywords ?? '', maxlength: 1024, autocomplete: 'off' });
  const url = element('input.input', { name: 'url', value: entry?.url ?? '', placeholder: 'https://', autocomplete: 'off' });
  const place = select({ choices: [{ value: '', label: 'No folder' }, ...folderChoices(folders, 'faq')], value: entry?.folder ?? folder ?? '' });
  place.name = 'folder';
  const language = select({ choices: [{ value: '', label: 'Any' }, ...languages, ...(entry?.language && !languages.some(({ value }) => value === entry.language) ? [{ value: entry.language, label: entry.language }] : [])], value: entry?.language ?? '' });
  language.name = 'language';
  const published = switchField({ label: 'Published', name: 'published', checked: entry?.published ?? true, help: 'Off: a draft, which nobody is shown.' });
  const shown = switchField({ label: 'Accessible to everyone', name: 'public', checked: entry?.public ?? true, help: 'Off: for agents only; never suggested to visitors.' });
  return openDialog({
    title: entry ? 'Edit entry' : 'New entry', size: 'l',
    content: element('div.stack.loose', {},
      field({ label: 'Title', control: title, required: true, help: 'Best the question itself, as visitors ask it.' }),
      field({ label: 'Text', control: text, required: true }),
      field({ label: 'Keywords', control: keywords, help: 'Other words that visitors use for it: found like the title, shown to nobody.' }),
      element('div.section', {}, element('div.pair', {}, field({ label: 'Folder', control: place }), field({ label: 'Language', control: language }))),
      field({ label: 'Link', control: url, help: 'Where visitors read the whole entry, if your website has it.' }),
      element('div.section', {}, element('div.pair', {}, published, shown))),
    actions: [{ label: 'Cancel' }, {
      label: 'Save', kind: 'primary', run: async () => {
        if (!title.value.trim()) throw new ApiError({ code: 'invalidField', field: 'title', detail: 'The title is missing' });
        if (!text.value.trim()) throw new ApiError({ code: 'invalidField', field: 'text', detail: 'The text is missing' });
        await api.send('faq.save', {
          entry: entry?.entry ?? crypto.randomUUID(), title: title.value.trim(), text: text.value.trim(), published: published.input.checked, public: shown.input.checked,
          ...(keywords.value.trim() ? { keywords: keywords.value.trim() } : {}),
          ...(url.value.trim() ? { url: url.value.trim() } : {}), ...(place.value ? { folder: place.value } : {}), ...(language.value ? { language: language.value } : {}),
        }, { patience: 30 });
        return true;
      },
    }],
  }).closed;
}
