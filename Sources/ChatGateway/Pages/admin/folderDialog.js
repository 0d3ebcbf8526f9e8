import { openDialog } from '../desk/dialog.js';
import { ApiError } from '../desk/apiError.js';
import { element } from '../desk/element.js';
import { field, select } from './field.js';
import { foldersInOrder, withinFolder } from './folders.js';

/**
 * Makes or changes a folder.
 *
 * @param {{api: import('../desk/api.js').Api, folders: import('./folders.js').Folder[], kind: "faq" | "template",
 *   folder?: import('./folders.js').Folder, parent?: string}} options
 * @returns {Promise<string | undefined>} its id
 */
export function folderDialog({ api, folders, kind, folder, parent }) {
  const name = element('input.input', { name: 'name', value: folder?.name ?? '', autocomplete: 'off' });
  // Not into itself.
  const own = folder ? withinFolder(folders, folder.folder) : new Set();
  const place = select({ choices: [{ value: '', label: 'At the top' }, ...folderChoices(folders, kind).filter(({ value }) => !own.has(value))], value: folder?.parent ?? parent ?? '' });
  place.name = 'parent';
  return openDialog({
    title: folder ? 'Edit folder' : 'New folder', size: 's',
    content: element('div.stack', {}, field({ label: 'Name', control: name, required: true }), field({ label: 'Inside', control: place })),
    actions: [{ label: 'Cancel' }, {
      label: 'Save', kind: 'primary', run: async () => {
        if (!name.value.trim()) throw new ApiError({ code: 'invalidField', field: 'name', detail: 'The name is missing' });
        const id = folder?.folder ?? crypto.randomUUID();
        await api.send('folder.save', { folder: id, kind, name: name.value.trim(), ...(place.value ? { parent: place.value } : {}) }, { patience: 30 });
        return id;
      },
    }],
  }).closed;
}

/** All folders of a kind for a drop-down, inner ones further in. */
export function folderChoices(folders, kind) {
  return foldersInOrder(folders, kind).map(({ folder, name, depth }) => ({ value: folder, label: `${'\u2003'.repeat(depth)}${name}` }));
}
