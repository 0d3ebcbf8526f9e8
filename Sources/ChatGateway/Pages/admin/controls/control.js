import { switchField } from '../field.js';
import { foldersInOrder } from '../folders.js';
import { choiceControl } from './choiceControl.js';
import { colourControl } from './colourControl.js';
import { fieldsControl } from './fieldsControl.js';
import { hoursControl } from './hoursControl.js';
import { logoControl } from './logoControl.js';
import { numberControl } from './numberControl.js';
import { originsControl } from './originsControl.js';
import { secretControl } from './secretControl.js';
import { textControl } from './textControl.js';

/**
 * The control for a setting.
 *
 * @param {import('../channelFields.js').ChannelField} field
 * @param {object} context
 * @param {any} context.value
 * @param {(value: any) => void} context.set
 * @param {import('../../desk/api.js').Api} context.api
 * @param {boolean} context.isNew whether the channel is not saved yet
 * @param {{categories: object[], priorities: object[], folders: object[], bots?: object[]}} context.choices
 */
export function control(field, context) {
  const { choices, value, set } = context;
  switch (field.kind) {
    case 'text': case 'lines': return textControl(field, context);
    case 'number': return numberControl(field, context);
    case 'switch': return switchField({ label: field.label, help: field.help, checked: value === true, name: field.path, onChange: set });
    case 'choice': return choiceControl(field, { value, set, choices: field.choices });
    case 'colour': return colourControl(field, context);
    case 'fields': return fieldsControl(field, context);
    case 'hours': return hoursControl(field, context);
    case 'logo': return logoControl(field, context);
    case 'origins': return originsControl(field, context);
    case 'secret': return secretControl(field, context);
    case 'category':
      return choiceControl(field, { value, set, none: 'None', choices: choices.categories.map(({ category, name }) => ({ value: category, label: name })) });
    case 'priority':
      return choiceControl(field, { value, set, none: 'None', choices: choices.priorities.map(({ priority, name }) => ({ value: priority, label: name })) });
    case 'folder':
      return choiceControl(field, {
        value, set, none: 'All entries',
        choices: foldersInOrder(choices.folders, 'faq').map(({ folder, name, depth }) => ({ value: folder, label: `${'\u2003'.repeat(depth)}${name}` })),
      });
    case 'bot':
      if (!choices.bots) return textControl({ ...field, kind: 'text', help: `${field.help} Its handle, as in “helper”.` }, context);
      return choiceControl(field, { value, set, choices: choices.bots.map(({ bot, name }) => ({ value: bot, label: `${name} (${bot})` })) });
  }
}
