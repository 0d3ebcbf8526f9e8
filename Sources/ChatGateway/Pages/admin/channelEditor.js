import { ApiError } from '../desk/apiError.js';
import { openDialog, confirmDialog } from '../desk/dialog.js';
import { element, fill, uniqueId } from '../desk/element.js';
import { icon } from '../desk/icon.js';
import { attachTabs } from '../desk/tabs.js';
import { channelField, channelFields, placeOf } from './channelFields.js';
import { bodyOf, channelProblems, handleOf, isChanged } from './channelForm.js';
import { merged } from './channelMerge.js';
import { channelTabs, problemsByTab } from './channelTabs.js';
import { contrastWarnings, derivedColours } from './colours.js';
import { conflictDialog } from './conflictDialog.js';
import { control } from './controls/control.js';
import { memberCommands } from './members.js';
import { membersTable } from './membersTable.js';
import { isSame, valueAt, withValue } from './path.js';
import { previewPane } from './previewPane.js';

/**
 * The dialog *Edit chat channel* (spec section 5): the name on top, tabs at the side, the widget beside them.
 *
 * @param {object} options
 * @param {import('./main.js').Context} options.context
 * @param {object} options.channel with every field; without `version` it is new
 * @param {import('./members.js').Member[]} options.members
 * @param {object[]} options.agents
 * @param {{categories: object[], priorities: object[], folders: object[], bots?: object[]}} options.choices
 * @param {(handle: string) => Promise<object | undefined>} options.read the channel as it is saved now
 * @returns {Promise<string | undefined>} the channel's handle, when it was saved
 */
export async function channelEditor({ context, channel, members, agents, choices, read }) {
  const { api } = context;
  let base = channel;
  let form = channel;
  let team = members;
  let savedTeam = channel.version === undefined ? [] : members;
  let hasTried = false;
  let isHandleTyped = form.channel !== '';
  /** What the worker refused, until that field is changed. @type {{field: string, words: string}[]} */
  let refused = [];
  const touched = new Set();
  /** @type {Map<string, {node: any, section: HTMLElement, isShown: boolean}>} */
  let controls = new Map();
  const preview = previewPane();
  const tabId = uniqueId('tab');
  const list = element('div.tabs.vertical', { role: 'tablist', 'aria-orientation': 'vertical', 'aria-label': 'Settings' });
  const panels = element('div.panels');
  const nameRow = element('div.editor-name');
  const editor = element('div.editor', {}, list, panels, preview.node);
  const tabs = channelTabs.map(({ tab, label, icon: name }) => {
    const subtitle = element('span.subtitle');
    const mark = element('span.row', { hidden: true }, icon('warning', 'Something is missing or wrong here'));
    const button = element('button.tab', { type: 'button', role: 'tab', id: `${tabId}-${tab}`, 'aria-controls': `${tabId}-${tab}-panel`, data: { tab } },
      icon(name), element('span.grow', {}, label, subtitle), mark);
    const panel = element('div.panel', { role: 'tabpanel', id: `${tabId}-${tab}-panel`, 'aria-labelledby': `${tabId}-${tab}`, tabindex: '0' });
    list.append(button);
    panels.append(panel);
    return { tab, button, panel, subtitle, mark };
  });
  const choose = attachTabs(list, (button) => turnTo(button.dataset.tab));

  function turnTo(tab) {
    panels.scrollTop = 0;
    preview.turnTo(tab);
  }

  // MARK: The form

  function set(path, value) {
    form = withValue(form, path, value);
    touched.add(path);
    refused = refused.filter(({ field }) => placeOf(field).path !== path);
    if (path === 'channel') isHandleTyped = true;
    if (path === 'name' && form.version === undefined && !isHandleTyped) {
      form = { ...form, channel: handleOf(value) };
      const input = controls.get('channel')?.node.querySelector('input');
      if (input) input.value = form.channel;
    }
    update();
  }

  function draw() {
    controls = new Map();
    fill(nameRow, made('name'));
    for (const { tab, panel } of tabs) {
      const sections = new Map();
      for (const field of channelFields) {
        if (field.tab !== tab || !field.section) continue;
        let section = sections.get(field.section);
        if (!section) sections.set(field.section, section = element('section.section', {}, element('h3', {}, field.section)));
        const place = isNarrow(field) ? pairIn(section) : section;
        place.append(made(field.path));
      }
      fill(panel, tab === 'agents'
        ? element('section.section', {}, element('h3', {}, 'Agents'), membersTable({
          members: team, agents, channel: () => form.channel,
          set: (next) => { team = next; },
        }))
        : [...sections.values()]);
    }
    update();
  }

  function made(path) {
    const node = control(channelField(path), {
      value: valueAt(form, path), set: (value) => set(path, value), api, choices, isNew: form.version === undefined,
    });
    node.dataset.field = path;
    controls.set(path, { node });
    return node;
  }

  function problems() {
    return [...channelProblems(form), ...refused];
  }

  function update() {
    const all = problems();
    const derived = derivedColours(form.widget.colours);
    const warnings = contrastWarnings(form.widget.colours);
    const counts = problemsByTab(all.filter(({ missing, field }) => missing || hasTried || touched.has(placeOf(field).path) || refused.length > 0));
    for (const field of channelFields) {
      const { node } = controls.get(field.path);
      node.hidden = field.isUsed ? !field.isUsed(form) : false;
      const mine = all.filter(({ field: at }) => placeOf(at).path === field.path);
      const isSaid = hasTried || touched.has(field.path) || refused.some(({ field: at }) => placeOf(at).path === field.path);
      if (field.kind === 'hours') node.problems(isSaid ? mine : []);
      else if (isSaid && mine.length > 0) node.say(mine[0].words);
      else node.say(warnings.find(({ field: at }) => at === field.path)?.words, 'warning');
      if (field.kind === 'colour') node.follow(derived[field.path.split('.').at(-1)]);
    }
    for (const section of panels.querySelectorAll('.section')) {
      const fields = [...section.querySelectorAll('[data-field]')];
      section.hidden = fields.length > 0 && fields.every(({ hidden }) => hidden);
    }
    for (const { tab, subtitle, mark, button } of tabs) {
      const { isActive } = channelTabs.find((one) => one.tab === tab);
      subtitle.textContent = isActive?.(form) ? 'Active' : '';
      mark.hidden = !counts[tab];
      button.title = counts[tab] ? `${counts[tab]} to complete or to correct` : '';
    }
    preview.show(form);
  }

  function goTo(problem) {
    const { tab, path } = placeOf(problem.field);
    const { button } = tabs.find((one) => one.tab === tab);
    choose.select(button);
    turnTo(tab);
    const node = controls.get(path)?.node;
    (node?.querySelector('[aria-invalid="true"]') ?? node?.querySelector('input, select, textarea') ?? button).focus();
  }

  // MARK: Saving

  const isDirty = () => isChanged(base, form) || !isSame(savedTeam, team);
  const isNew = form.version === undefined;
  const { dialog, form: frame, closed, fail } = openDialog({
    title: isNew ? 'New chat channel' : 'Edit chat channel',
    content: [nameRow, editor],
    actions: [
      { label: 'Preview', start: true, run: () => { editor.classList.toggle('with-preview'); preview.show(form); } },
      { label: 'Cancel' },
      { label: 'Save', kind: 'primary', run: save },
    ],
    mayClose: async () => !isDirty() || confirmDialog({ title: 'Close without saving?', text: 'What you changed here is lost.', action: 'Close without saving', danger: true }),
  });
  dialog.classList.add('editor-dialog');
  frame.querySelector('.dialog-footer .start').classList.add('preview-toggle');
  draw();
  choose.select(tabs[0].button);
  preview.turnTo('properties');
  nameRow.querySelector('input').focus();
  const warn = (event) => isDirty() && event.preventDefault();
  addEventListener('beforeunload', warn);
  closed.then(() => {
    preview.stop();
    removeEventListener('beforeunload', warn);
  });
  return closed;

  async function save() {
    hasTried = true;
    refused = [];
    update();
    const [first] = problems();
    if (first) {
      goTo(first);
      return undefined;
    }
    try {
      if (form.version === undefined || isChanged(base, form)) await saveChannel();
      await saveTeam();
    } catch (error) {
      return refuse(error);
    }
    return form.channel;
  }

  async function saveChannel() {
    const body = bodyOf(form);
    // Version 0 says that there is none yet: a channel of this name that somebody else made is not overwritten.
    try {
      await api.send('channel.save', { ...body, version: form.version ?? 0 }, { patience: 30 });
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'conflict' && error.field === 'version')) throw error;
      const theirs = await read(form.channel);
      if (!theirs && form.version === undefined) throw error;
      if (!theirs) throw new ApiError({ code: 'conflict', detail: 'Somebody deleted this channel meanwhile. Close this, or save it as a new one with another handle' });
      if (form.version === undefined) throw new ApiError({ code: 'conflict', field: 'channel', detail: `There is a channel ${form.channel} already; choose another handle` });
      const theirsHold = await conflictDialog(base, form, theirs);
      if (!theirsHold) throw new ApiError({ code: 'conflict', detail: 'Nothing was saved: somebody else saved this channel meanwhile. Press Save to put both together' });
      form = merged(base, form, theirs, theirsHold);
      base = theirs;
      draw();
      if (isChanged(base, form)) return saveChannel();
    }
    const saved = await read(form.channel);
    if (saved) base = form = { ...saved };
  }

  async function saveTeam() {
    const wanted = team.map((member) => ({ ...member, channel: form.channel }));
    for (const { type, body } of memberCommands(savedTeam, wanted)) {
      await api.send(type, body, { patience: 30 });
      savedTeam = [...savedTeam.filter(({ agent }) => agent !== body.agent), ...(type === 'member.save' ? [body] : [])];
    }
    team = wanted;
  }

  /** Shows at its field what the worker refused. */
  function refuse(error) {
    if (!(error instanceof ApiError) || !error.field || !placeOf(error.field).path) {
      fail(error);
      return undefined;
    }
    refused = [{ field: error.field, words: error.words }];
    update();
    goTo(refused[0]);
    return undefined;
  }
}

/** Whether two of its kind fit beside each other. */
function isNarrow({ kind }) {
  return ['colour', 'number', 'choice'].includes(kind);
}

function pairIn(section) {
  if (section.lastElementChild.matches('.pair')) return section.lastElementChild;
  const pair = element('div.pair');
  section.append(pair);
  return pair;
}
