/**
 * Every setting of a channel: where it stands on the wire, what it is called, what it means, and what it may hold.
 *
 * @typedef {object} ChannelField
 * @property {string} path as on the wire, e.g. `widget.header`
 * @property {string} tab see {@link import('./channelTabs.js').channelTabs}
 * @property {string} section the heading under which it stands
 * @property {"text" | "lines" | "number" | "switch" | "choice" | "colour" | "fields" | "hours" | "logo" | "origins" |
 *   "secret" | "category" | "priority" | "folder" | "bot"} kind
 * @property {string} label
 * @property {string} help one or two sentences
 * @property {string} [unit] of a number
 * @property {number} [min]
 * @property {number} [max] of a number, or of a text's characters
 * @property {boolean} [fraction] whether a number may have one
 * @property {boolean} [required]
 * @property {{value: string, label: string}[]} [choices]
 * @property {string[]} [suggestions] of a text
 * @property {string} [placeholder]
 * @property {(channel: object) => boolean} [isUsed] without it always; those that are not used are not shown
 * @property {any} usual the value of a channel that says nothing; `undefined` for none
 */

export const languages = [
  { value: 'en', label: 'English' },
  { value: 'nl', label: 'Nederlands (Dutch)' },
  { value: 'de', label: 'Deutsch (German)' },
  { value: 'no', label: 'Norsk (Norwegian)' },
  { value: 'da', label: 'Dansk (Danish)' },
  { value: 'sv', label: 'Svenska (Swedish)' },
];

export const formFields = [
  { value: 'name', label: 'Full name' },
  { value: 'email', label: 'E-mail address' },
  { value: 'company', label: 'Company name' },
  { value: 'phone', label: 'Phone' },
  { value: 'country', label: 'Country' },
];

const hasBot = (channel) => channel.bot.enabled;
const hasRequests = (channel) => channel.offlineForm.requests;
const hasQueueRequests = (channel) => channel.queueRequest.enabled;
const hasPreChat = (channel) => channel.preChatForm.enabled;
const hasPostChat = (channel) => channel.postChatForm.enabled;
const hasTranscript = (channel) => channel.postChatForm.enabled && channel.postChatForm.transcript;
const isPushed = (channel) => channel.routing.policy !== 'manual';

/** @type {ChannelField[]} */
export const channelFields = [
  // Properties (spec section 5.1)
  {
    path: 'channel', tab: 'properties', section: 'Channel', kind: 'text', label: 'Handle', required: true, max: 63,
    help: 'The short name in the script tag and in addresses: lower-case letters, digits, _ and -. It cannot be changed later.',
    isUsed: (channel) => channel.version === undefined, usual: '',
  },
  {
    path: 'description', tab: 'properties', section: 'Channel', kind: 'text', label: 'Description', max: 255,
    help: 'What the channel is for. Only your colleagues see it.', usual: undefined,
  },
  {
    path: 'language', tab: 'properties', section: 'Channel', kind: 'choice', label: 'Language', choices: languages,
    help: 'The language of the widget’s own texts: buttons, labels, sentences of the queue.', usual: 'en',
  },
  {
    path: 'badgeHeader', tab: 'properties', section: 'Channel', kind: 'text', label: 'Badge header', required: true, max: 255,
    help: 'The words on the badge in the corner of your website.', usual: '',
  },
  {
    path: 'welcomeMessage', tab: 'properties', section: 'Channel', kind: 'lines', label: 'Welcome message', max: 8000,
    help: 'Sent to the visitor as soon as an agent takes the chat. Empty: none is sent.', usual: undefined,
  },
  {
    path: 'warnings.agentNewChat', tab: 'properties', section: 'Warnings', kind: 'number', label: 'Warning on new chat',
    unit: 'min', min: 0, max: 10080, fraction: true, usual: 1,
    help: 'Present agents with Notifications are warned when nobody took a chat for this long. 0 switches it off.',
  },
  {
    path: 'warnings.managerNewChat', tab: 'properties', section: 'Warnings', kind: 'number',
    label: 'Manager warning on new chat', unit: 'min', min: 0, max: 10080, fraction: true, usual: 2,
    help: 'Managers are warned when nobody took a chat for this long, if anybody is Present. 0 switches it off.',
  },
  {
    path: 'warnings.agentNewMessage', tab: 'properties', section: 'Warnings', kind: 'number',
    label: 'Warning on new chat message', unit: 'min', min: 0, max: 10080, fraction: true, usual: 1,
    help: 'The agent who has the chat is warned when the visitor waits for an answer this long. 0 switches it off.',
  },
  {
    path: 'warnings.managerNewMessage', tab: 'properties', section: 'Warnings', kind: 'number',
    label: 'Manager warning on new chat message', unit: 'min', min: 0, max: 10080, fraction: true, usual: 5,
    help: 'Managers are warned when the visitor waits for an answer this long. 0 switches it off.',
  },
  {
    path: 'openingHours', tab: 'properties', section: 'Opening hours', kind: 'hours', label: 'Opening hours',
    help: 'Outside of them visitors get the offline form. Switched off, the channel is always open.',
    usual: {
      enabled: false, timeZone: 'Etc/UTC', exceptions: [],
      days: {
        mon: [{ from: '08:00', to: '16:00' }], tue: [{ from: '08:00', to: '16:00' }], wed: [{ from: '08:00', to: '16:00' }],
        thu: [{ from: '08:00', to: '16:00' }], fri: [{ from: '08:00', to: '16:00' }], sat: [], sun: [],
      },
    },
  },

  // Chat widget layout (spec section 5.2)
  {
    path: 'widget.theme', tab: 'layout', section: 'Look', kind: 'choice', label: 'Theme', usual: 'modern',
    choices: [{ value: 'modern', label: 'Modern' }, { value: 'classic', label: 'Classic' }],
    help: 'Modern has a large coloured header and round bubbles; Classic a narrow title bar and plain lines.',
  },
  {
    path: 'widget.size', tab: 'layout', section: 'Look', kind: 'choice', label: 'Widget size', usual: 'normal',
    choices: [{ value: 'normal', label: 'Normal' }, { value: 'large', label: 'Large' }],
    help: 'How large the window opens on big screens. On phones it always fills the screen.',
  },
  {
    path: 'widget.font', tab: 'layout', section: 'Look', kind: 'text', label: 'Font', max: 64, usual: undefined,
    placeholder: 'The system’s font',
    suggestions: ['Arial', 'Verdana', 'Tahoma', 'Trebuchet MS', 'Georgia', 'Times New Roman', 'Courier New'],
    help: 'A font family that your visitors’ devices or your website have. Empty: the system’s own.',
  },
  {
    path: 'widget.fontSize', tab: 'layout', section: 'Look', kind: 'text', label: 'Font size', max: 16, usual: undefined,
    placeholder: '15px', suggestions: ['13px', '14px', '15px', '16px', '18px'],
    help: 'Of the conversation, with its unit: 14px, 1rem. Empty: the theme’s.',
  },
  {
    path: 'widget.colours.base', tab: 'layout', section: 'Colours', kind: 'colour', label: 'Base colour', usual: '#0080FF',
    required: true, help: 'All other colours follow from it unless you choose them.',
  },
  {
    path: 'widget.colours.badge', tab: 'layout', section: 'Colours', kind: 'colour', label: 'Badge', usual: undefined,
    help: 'The badge in the corner.',
  },
  {
    path: 'widget.colours.badgeText', tab: 'layout', section: 'Colours', kind: 'colour', label: 'Badge text', usual: undefined,
    help: 'Words and symbol on the badge.',
  },
  {
    path: 'widget.colours.visitor', tab: 'layout', section: 'Colours', kind: 'colour', label: 'Visitor’s messages',
    usual: undefined, help: 'The bubbles of the visitor.',
  },
  {
    path: 'widget.colours.visitorText', tab: 'layout', section: 'Colours', kind: 'colour', label: 'Visitor’s text',
    usual: undefined, help: 'The text in them.',
  },
  {
    path: 'widget.colours.agent', tab: 'layout', section: 'Colours', kind: 'colour', label: 'Agent’s messages',
    usual: undefined, help: 'The bubbles of agents and bots.',
  },
  {
    path: 'widget.colours.agentText', tab: 'layout', section: 'Colours', kind: 'colour', label: 'Agent’s text',
    usual: undefined, help: 'The text in them.',
  },
  {
    path: 'widget.colours.button', tab: 'layout', section: 'Colours', kind: 'colour', label: 'Buttons', usual: undefined,
    help: 'Buttons such as “Start chat”.',
  },
  {
    path: 'widget.colours.buttonText', tab: 'layout', section: 'Colours', kind: 'colour', label: 'Button text',
    usual: undefined, help: 'The words on them.',
  },
  {
    path: 'widget.logo', tab: 'layout', section: 'Header', kind: 'logo', label: 'Logo', usual: undefined,
    help: 'A picture for the header: PNG, JPEG, GIF or WebP of at most 1 MB. Best with a transparent ground, 96 px high.',
  },
  {
    path: 'widget.header', tab: 'layout', section: 'Header', kind: 'text', label: 'Header', max: 255, usual: undefined,
    help: 'The first line of the window, usually your company’s name.',
  },
  {
    path: 'widget.message', tab: 'layout', section: 'Header', kind: 'text', label: 'Message', max: 255, usual: undefined,
    help: 'The line below, shown while the visitor waits or chats.',
  },
  {
    path: 'widget.showAgentPhoto', tab: 'layout', section: 'Header', kind: 'switch', label: 'Show agent photo', usual: true,
    help: 'Once the agent has answered, his photo and name stand in place of logo and texts.',
  },
  {
    path: 'widget.useFirstName', tab: 'layout', section: 'Header', kind: 'switch', label: 'Use agent’s first name only',
    usual: false, help: 'Visitors see “Anna” instead of the nickname. They never see the full name.',
  },
  {
    path: 'widget.queueText', tab: 'layout', section: 'Queue and badge', kind: 'text', label: 'Custom queue message', max: 255,
    usual: undefined, placeholder: 'The language’s own sentence',
    help: 'Shown to who waits. {cque} is his place in the queue, {cavw} the average wait (hh:mm).',
  },
  {
    path: 'widget.visibility', tab: 'layout', section: 'Queue and badge', kind: 'choice', label: 'Who sees the badge',
    usual: 'always',
    choices: [{ value: 'always', label: 'Everybody' }, { value: 'identified', label: 'Only visitors for whom the website vouches' }],
    help: 'Vouching needs the identity secret under Routing & limits.',
  },

  // Bot (spec section 8.1)
  {
    path: 'bot.enabled', tab: 'bot', section: 'Bot', kind: 'switch', label: 'Enable bot', usual: false,
    help: 'A bot answers first and hands over to people. With a bot the channel counts as answered at any time.',
  },
  {
    path: 'bot.bot', tab: 'bot', section: 'Bot', kind: 'bot', label: 'Bot', required: true, usual: undefined, isUsed: hasBot,
    help: 'Which bot: the handle under which it was registered.',
  },
  {
    path: 'bot.name', tab: 'bot', section: 'Bot', kind: 'text', label: 'Bot name', max: 64, usual: undefined, isUsed: hasBot,
    help: 'How visitors see it. Empty: its own name.',
  },
  {
    path: 'bot.greetingSeconds', tab: 'bot', section: 'Limits', kind: 'number', label: 'Time for its first line', unit: 's',
    min: 1, max: 600, usual: 3, isUsed: hasBot,
    help: 'If the bot says nothing for this long, forms and queue go on without it.',
  },
  {
    path: 'bot.answerSeconds', tab: 'bot', section: 'Limits', kind: 'number', label: 'Time for an answer', unit: 's', min: 1,
    max: 600, usual: 20, isUsed: hasBot, help: 'If the bot owes an answer for this long, people get the chat.',
  },

  // Offline form (spec section 5.5)
  {
    path: 'offlineForm.header', tab: 'offline', section: 'When nobody is there', kind: 'text', label: 'Header', max: 255,
    usual: undefined, help: 'Why nobody is available. Empty: the language’s own sentence.',
  },
  {
    path: 'offlineForm.message', tab: 'offline', section: 'When nobody is there', kind: 'lines', label: 'Message', max: 1024,
    usual: undefined, help: 'For instance your opening hours, and when you will answer.',
  },
  {
    path: 'offlineForm.requests', tab: 'offline', section: 'Requests', kind: 'switch', label: 'Enable request submission',
    usual: true, help: 'Visitors may leave a request instead of a chat; they get its number.',
  },
  {
    path: 'offlineForm.category', tab: 'offline', section: 'Requests', kind: 'category', label: 'Request category',
    usual: undefined, help: 'Of requests from this channel.', isUsed: (channel) => hasRequests(channel) || hasQueueRequests(channel),
  },
  {
    path: 'offlineForm.priority', tab: 'offline', section: 'Requests', kind: 'priority', label: 'Request priority',
    usual: undefined, help: 'Of requests from this channel.', isUsed: (channel) => hasRequests(channel) || hasQueueRequests(channel),
  },
  {
    path: 'offlineForm.required', tab: 'offline', section: 'Requests', kind: 'fields', label: 'Mandatory fields',
    usual: ['name', 'email'], help: 'The form asks for these, and takes no request without them.',
    isUsed: (channel) => hasRequests(channel) || hasQueueRequests(channel),
  },
  {
    path: 'offlineForm.consent', tab: 'offline', section: 'Requests', kind: 'switch', label: 'Ask for consent to store data',
    usual: false, help: 'Nothing is sent without it. Its words stand under Routing & limits.',
    isUsed: (channel) => hasRequests(channel) || hasQueueRequests(channel),
  },
  {
    path: 'queueRequest.enabled', tab: 'offline', section: 'Requests from the queue', kind: 'switch',
    label: 'Enable request submission in queue', usual: false,
    help: 'Who waits may leave a request instead, as soon as either limit below is reached.',
  },
  {
    path: 'queueRequest.afterMinutes', tab: 'offline', section: 'Requests from the queue', kind: 'number',
    label: 'Display after', unit: 'min in queue', min: 0, max: 10080, fraction: true, usual: 0, isUsed: hasQueueRequests,
    help: '0: this limit does not count. Both 0: at once.',
  },
  {
    path: 'queueRequest.atLength', tab: 'offline', section: 'Requests from the queue', kind: 'number',
    label: 'Display when the queue reaches', unit: 'visitors', min: 0, max: 10000, usual: 0, isUsed: hasQueueRequests,
    help: '0: this limit does not count. Both 0: at once.',
  },

  // Pre-chat form (spec section 5.6)
  {
    path: 'preChatForm.enabled', tab: 'preChat', section: 'Form', kind: 'switch',
    label: 'Enable pre-chat form for anonymous users', usual: true,
    help: 'Visitors say who they are before they chat. Who is known already is not asked. Off: the chat starts at once.',
  },
  {
    path: 'preChatForm.message', tab: 'preChat', section: 'Form', kind: 'lines', label: 'Message', max: 1024, usual: undefined,
    isUsed: hasPreChat, help: 'Above the form: why you ask.',
  },
  {
    path: 'preChatForm.required', tab: 'preChat', section: 'Form', kind: 'fields', label: 'Fields required to initiate chat',
    usual: ['name', 'email'], isUsed: hasPreChat, help: 'The form asks for these, and starts no chat without them.',
  },
  {
    path: 'preChatForm.consent', tab: 'preChat', section: 'Form', kind: 'switch', label: 'Ask for consent to store data',
    usual: false, isUsed: hasPreChat, help: 'No chat starts without it. Its words stand under Routing & limits.',
  },
  {
    path: 'faqSuggestions.enabled', tab: 'preChat', section: 'FAQ suggestions', kind: 'switch',
    label: 'Enable pre-chat FAQ suggestions', usual: false,
    help: 'The visitor’s question is answered with up to three entries of the FAQ before an agent is asked.',
  },
  {
    path: 'faqSuggestions.folder', tab: 'preChat', section: 'FAQ suggestions', kind: 'folder', label: 'FAQ folder',
    usual: undefined, isUsed: (channel) => channel.faqSuggestions.enabled,
    help: 'Entries come from this folder and all inside it: published ones that everybody may read.',
  },

  // Post-chat form (spec section 5.7)
  {
    path: 'postChatForm.enabled', tab: 'postChat', section: 'Form', kind: 'switch', label: 'Enable post-chat form', usual: false,
    help: 'Shown when visitor or agent ends the chat; the visitor may return to the chat from it.',
  },
  {
    path: 'postChatForm.header', tab: 'postChat', section: 'Form', kind: 'text', label: 'Header', max: 255, usual: undefined,
    isUsed: hasPostChat, help: 'For instance “Thank you for chatting with us”.',
  },
  {
    path: 'postChatForm.message', tab: 'postChat', section: 'Form', kind: 'lines', label: 'Message', max: 1024,
    usual: undefined, isUsed: hasPostChat, help: 'Below the header.',
  },
  {
    path: 'postChatForm.rating', tab: 'postChat', section: 'Rating', kind: 'switch', label: 'Enable rating', usual: false,
    isUsed: hasPostChat, help: 'One to five stars and a comment. Agents see it at the chat, reports count it.',
  },
  {
    path: 'postChatForm.ratingText', tab: 'postChat', section: 'Rating', kind: 'lines', label: 'Rating text', max: 1024,
    usual: undefined, isUsed: (channel) => hasPostChat(channel) && channel.postChatForm.rating, help: 'The question above the stars.',
  },
  {
    path: 'postChatForm.transcript', tab: 'postChat', section: 'Copy by mail', kind: 'switch', label: 'Enable transcript',
    usual: false, isUsed: hasPostChat, help: 'The visitor may have the conversation sent to an address that he types in.',
  },
  {
    path: 'postChatForm.transcriptMail.subject', tab: 'postChat', section: 'Copy by mail', kind: 'text', label: 'Mail: subject',
    max: 255, usual: undefined, isUsed: hasTranscript, placeholder: 'The language’s own',
    help: 'All four know {visitor.name}, {channel.name} and {date}. Empty: the language’s own text.',
  },
  {
    path: 'postChatForm.transcriptMail.greeting', tab: 'postChat', section: 'Copy by mail', kind: 'text', label: 'Mail: greeting',
    max: 255, usual: undefined, isUsed: hasTranscript, placeholder: 'The language’s own', help: 'For instance “Dear {visitor.name},”.',
  },
  {
    path: 'postChatForm.transcriptMail.introduction', tab: 'postChat', section: 'Copy by mail', kind: 'lines',
    label: 'Mail: introduction', max: 1024, usual: undefined, isUsed: hasTranscript, placeholder: 'The language’s own',
    help: 'Before the conversation.',
  },
  {
    path: 'postChatForm.transcriptMail.closing', tab: 'postChat', section: 'Copy by mail', kind: 'lines', label: 'Mail: closing',
    max: 1024, usual: undefined, isUsed: hasTranscript, placeholder: 'The language’s own', help: 'After it.',
  },

  // Routing and limits: more than the original has
  {
    path: 'routing.policy', tab: 'rules', section: 'Routing', kind: 'choice', label: 'How chats come to agents', usual: 'manual',
    choices: [
      { value: 'manual', label: 'Agents take chats themselves' },
      { value: 'longestIdle', label: 'Offered to who has been without one for longest' },
      { value: 'leastBusy', label: 'Offered to who has the fewest' },
      { value: 'roundRobin', label: 'Offered in turn' },
    ],
    help: 'Offered chats ring at one Present agent at a time, within his limit of parallel chats.',
  },
  {
    path: 'routing.offerSeconds', tab: 'rules', section: 'Routing', kind: 'number', label: 'Time to answer an offer', unit: 's',
    min: 1, max: 600, usual: 30, isUsed: isPushed, help: 'Then the next agent is asked, and this one counts as not responding.',
  },
  {
    path: 'routing.preferSameAgentSeconds', tab: 'rules', section: 'Routing', kind: 'number', label: 'Keep for the same agent',
    unit: 's', min: 0, max: 3600, usual: 0, isUsed: isPushed,
    help: 'A returning visitor’s chat waits this long for the agent whom he had before. 0: it does not.',
  },
  {
    path: 'idle.warnSeconds', tab: 'rules', section: 'Silence', kind: 'number', label: 'Warn the visitor after', unit: 's', min: 0,
    max: 604800, usual: 1500, help: 'When nobody wrote for this long, he is told that the chat will end. 0: he is not.',
  },
  {
    path: 'idle.closeSeconds', tab: 'rules', section: 'Silence', kind: 'number', label: 'End the chat after', unit: 's', min: 0,
    max: 604800, usual: 1800, help: 'A conversation in which nobody wrote for this long is ended. 0: never.',
  },
  {
    path: 'idle.disconnectedSeconds', tab: 'rules', section: 'Silence', kind: 'number', label: 'Show as disconnected after',
    unit: 's', min: 1, max: 3600, usual: 30, help: 'A visitor without a connection gets the moon in the agents’ list.',
  },
  {
    path: 'idle.goneSeconds', tab: 'rules', section: 'Silence', kind: 'number', label: 'Visitor is gone after', unit: 's', min: 1,
    max: 86400, usual: 300, help: 'Without a connection for this long his session ends. Not shorter than the field before.',
  },
  {
    path: 'idle.agentLostSeconds', tab: 'rules', section: 'Silence', kind: 'number', label: 'Agent is lost after', unit: 's', min: 1,
    max: 86400, usual: 60, help: 'Without a connection for this long his visitors are told that it takes a moment.',
  },
  {
    path: 'idle.agentReturnSeconds', tab: 'rules', section: 'Silence', kind: 'number', label: 'His chats return after', unit: 's',
    min: 1, max: 86400, usual: 120, help: 'So long after he was lost they go to the front of the queue.',
  },
  {
    path: 'idle.postChatSeconds', tab: 'rules', section: 'Silence', kind: 'number', label: 'Post-chat form ends after', unit: 's',
    min: 1, max: 86400, usual: 600, help: 'Then the chat is over for good.',
  },
  {
    path: 'consent.text', tab: 'rules', section: 'Consent', kind: 'lines', label: 'Words of the consent', max: 1024,
    usual: undefined, placeholder: 'The language’s own sentence',
    help: 'Beside the box to tick, on forms that ask for consent.',
  },
  {
    path: 'consent.link', tab: 'rules', section: 'Consent', kind: 'text', label: 'Link to your terms', max: 2048,
    usual: undefined, placeholder: 'https://', help: 'Your privacy statement; must begin with https://.',
  },
  {
    path: 'allowedOrigins', tab: 'rules', section: 'Security', kind: 'origins', label: 'Websites that may show the widget',
    usual: [], help: 'One origin a line, such as https://www.example.com. None: every website may.',
  },
  {
    path: 'identitySecret', tab: 'rules', section: 'Security', kind: 'secret', label: 'Identity secret', max: 255, usual: undefined,
    help: 'With it your website signs a token (JWT, HS256) that says who its logged-in visitor is. 32 characters or more. It is never shown again.',
  },
  {
    path: 'name', tab: 'properties', section: '', kind: 'text', label: 'Chat channel', required: true, max: 255, usual: '',
    help: 'The internal name; no two channels have the same.',
  },
];

/** @type {Map<string, ChannelField>} */
const byPath = new Map(channelFields.map((field) => [field.path, field]));

/** @param {string} path */
export function channelField(path) {
  return byPath.get(path);
}

/**
 * Where something that the worker names stands on the screen: `openingHours.days.mon[0].from` is in the field
 * `openingHours` on the tab `properties`.
 *
 * @param {string} [field]
 * @returns {{tab: string, path?: string}} without a path when no field of the form holds it
 */
export function placeOf(field = '') {
  if (field === 'members' || field.startsWith('members.')) return { tab: 'agents', path: 'members' };
  let path = field.replace(/\[\d+\]/g, '');
  while (path) {
    const found = byPath.get(path);
    if (found) return { tab: found.tab, path };
    path = path.slice(0, Math.max(0, path.lastIndexOf('.')));
  }
  return { tab: 'properties' };
}
