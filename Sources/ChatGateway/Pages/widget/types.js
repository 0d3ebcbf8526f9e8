/* The shapes that the widget's modules pass to one another. No page loads this file. */

/**
 * @typedef {{name: string, photo?: string}} ShownAs
 * @typedef {object} Line
 * @property {string} key stable
 * @property {number} [seq]
 * @property {string} at
 * @property {"message"|"notice"|"suggestions"|"file"} kind
 * @property {"visitor"|"agent"|"bot"|"system"} [from]
 * @property {ShownAs} [shownAs]
 * @property {any} [message] the contract's `Message`
 * @property {[string, Record<string, string|number>]} [notice] a text's name and its variables
 * @property {any[]} [entries]
 * @property {any} [file]
 *
 * @typedef {object} Conversation
 * @property {Line[]} lines
 * @property {string} status
 * @property {number} seq of the last event or snapshot that status was taken from
 * @property {ShownAs|null} shownAs who answers
 * @property {number|null} position
 * @property {string|null} averageWait
 * @property {boolean} mayRequest
 * @property {boolean} filesAllowed
 * @property {boolean} suggested whether suggestions wait for his answer
 * @property {string|null} outcome
 * @property {string|null} request
 * @property {number} readByAgent
 * @property {number} deliveredThrough up to where somebody had it before his eyes
 * @property {number} readByVisitor
 * @property {number} lastFromOthers the number of the last line that is not his
 * @property {number[]} answeredOptions numbers of messages whose options were chosen from
 * @property {{text: "copyOnItsWay"|"transcriptSent"|"transcriptFailed", email: string}|null} transcript
 * @property {{rating: number, comment?: string}|null} rated
 * @property {string} channel
 */

/**
 * @typedef {{at: "loading"}} Loading nothing is known yet
 * @typedef {{at: "gone"}} Gone the channel was deleted, or is not for this page
 * @typedef {{at: "refused", code: string}} Refused the visitor may not chat
 * @typedef {{at: "ask"}} Ask no session yet: the first message opens it
 * @typedef {{at: "opening"}} Opening a session was asked for
 * @typedef {{at: "preChat"}} PreChat
 * @typedef {{at: "faq"}} FAQ his question is awaited
 * @typedef {{at: "faqAnswer"}} FAQAnswer whether the suggestions helped is awaited
 * @typedef {{at: "offline"}} Offline
 * @typedef {{at: "queue"}} Queue
 * @typedef {{at: "queueRequest"}} QueueRequest he writes a request instead of waiting
 * @typedef {{at: "chat"}} Chat
 * @typedef {{at: "postChat"}} PostChat
 * @typedef {{at: "returning"}} Returning the conversation is over, and he may write on
 * @typedef {{at: "closed", outcome?: string, request?: string}} Closed
 * @typedef {Loading|Gone|Refused|Ask|Opening|PreChat|FAQ|FAQAnswer|Offline|Queue|QueueRequest|Chat|PostChat|Returning|Closed} Place
 *
 * @typedef {{type: "gone"}|{type: "refused", code: string}|{type: "ready", opensFirst: boolean}|{type: "opening"}
 *   |{type: "session", status: string, suggested?: boolean, outcome?: string, request?: string, mayRequest?: boolean}
 *   |{type: "writeRequest"}|{type: "keepWaiting"}|{type: "returnToChat"}|{type: "lost"}} Input
 */

/**
 * @typedef {object} Item a command that is to be confirmed
 * @property {string} id
 * @property {string} session
 * @property {string} type
 * @property {any} body
 * @property {number} at when it was written
 * @property {number} after up to where the page had everything when it was written
 * @property {number} [seq] what the answer said
 * @property {string} [failed] the code of a refusal
 */

/**
 * @typedef {object} Attributes
 * @property {string} channel
 * @property {string} [title] on the badge, instead of the channel's
 * @property {"modern"|"classic"} [theme]
 * @property {string} [colour] `#RRGGBB`
 * @property {string} [font] a family
 * @property {"normal"|"large"} [size]
 * @property {number} delay seconds before the badge appears
 * @property {string} [language]
 * @property {"ltr"|"rtl"} [direction]
 * @property {"light"|"dark"} [scheme] the page's own, where it cannot be seen from its colours
 * @property {string} [identity] a JWT by which the site vouches for the visitor
 * @property {Record<string, string>} data all of them, by lower-case name
 */

export {};
