import { ApiError } from '../desk/apiError.js';
import { openDialog } from '../desk/dialog.js';
import { element } from '../desk/element.js';
import { field } from './field.js';

/** Asks for a name. @param {{title: string, name?: string, save: (name: string) => Promise<any>}} options */
export function nameDialog({ title, name = '', save }) {
  const input = element('input.input', { name: 'name', value: name, autocomplete: 'off' });
  return openDialog({
    title, size: 's', content: field({ label: 'Name', control: input, required: true }),
    actions: [{ label: 'Cancel' }, {
      label: 'Save', kind: 'primary', run: async () => {
        if (!input.value.trim()) throw new ApiError({ code: 'invalidField', field: 'name', detail: 'The name is missing' });
        await save(input.value.trim());
        return true;
      },
    }],
  }).closed;
}
