import ChatContract

extension GoldenCommands {
    /// What is asked of the whole system.
    static let control: [Entry] = [
        (
            .presenceSet, .control(.setPresence(PresenceSet(status: .present, agents: ["anna", "ben"]))),
            #"{"agents":["anna","ben"],"status":"present"}"#
        ),
        (.presenceRenew, .control(.renewPresence(fullRenewal)), renewalJSON),
        (.presenceDrop, .control(.dropPresence(PresenceDrop(connection: "tab"))), #"{"connection":"tab"}"#),
        (
            .gatewayRenew, .control(.renewGateway(GatewayRenew(gateway: "edge-1", leaseSeconds: 15))),
            #"{"gateway":"edge-1","leaseSeconds":15}"#
        ),
        (.gatewayDrop, .control(.dropGateway(GatewayReference(gateway: "edge-1"))), #"{"gateway":"edge-1"}"#),
        (
            .sessionPickUpNext, .control(.pickUpNext(SessionPickUpNext(channels: ["sales", "support"]))),
            #"{"channels":["sales","support"]}"#
        ),
        (.channelSave, .control(.saveChannel(GoldenChannel.full)), GoldenChannel.fullJSON),
        (
            .channelDelete, .control(.deleteChannel(ChannelDelete(channel: "support", force: true))),
            #"{"channel":"support","force":true}"#
        ),
        (
            .memberSave,
            .control(
                .saveMember(
                    Member(
                        channel: "support", agent: "mia", respond: false, notify: false, listen: true, manage: true))),
            #"{"agent":"mia","channel":"support","listen":true,"manage":true,"notify":false,"respond":false}"#
        ),
        (
            .memberRemove, .control(.removeMember(MemberReference(channel: "support", agent: "mia"))),
            #"{"agent":"mia","channel":"support"}"#
        ),
        (.agentSave, .control(.saveAgent(fullAgent)), agentJSON),
        (.agentRemove, .control(.removeAgent(AgentReference(agent: "anna"))), #"{"agent":"anna"}"#),
        (.profileSave, .control(.saveProfile(fullProfile)), profileJSON),
        (
            .botSave, .control(.saveBot(Bot(bot: "helper", name: "Helper", brokerLogin: "helper-login"))),
            #"{"bot":"helper","brokerLogin":"helper-login","name":"Helper"}"#
        ),
        (.botRemove, .control(.removeBot(BotReference(bot: "helper"))), #"{"bot":"helper"}"#),
        (.webhookSave, .control(.saveWebhook(fullWebhook)), webhookJSON),
        (.webhookRemove, .control(.removeWebhook(WebhookReference(webhook: "crm"))), #"{"webhook":"crm"}"#),
        (
            .folderSave,
            .control(
                .saveFolder(
                    Folder(
                        folder: folder, kind: .template, name: "Levering",
                        parent: "32222222-2222-8333-8444-555555555555"))),
            #"{"folder":"31111111-2222-8333-8444-555555555555","kind":"template","name":"Levering","#
                + #""parent":"32222222-2222-8333-8444-555555555555"}"#
        ),
        (
            .folderRemove, .control(.removeFolder(FolderReference(folder: folder))),
            #"{"folder":"31111111-2222-8333-8444-555555555555"}"#
        ),
        (
            .faqSave,
            .control(
                .saveFAQ(
                    FAQEntry(
                        entry: entry, folder: folder, title: "Hvor er pakken?", text: "<b>Se</b> sporing",
                        keywords: "hvor blir den", url: "https://x.no/sporing", language: "no", published: false,
                        public: false))),
            #"{"entry":"41111111-2222-8333-8444-555555555555","folder":"31111111-2222-8333-8444-555555555555","#
                + #""keywords":"hvor blir den","language":"no","public":false,"published":false,"text":"<b>Se</b> sporing","#
                + #""title":"Hvor er pakken?","url":"https://x.no/sporing"}"#
        ),
        (
            .faqRemove, .control(.removeFAQ(FAQEntryReference(entry: entry))),
            #"{"entry":"41111111-2222-8333-8444-555555555555"}"#
        ),
        (
            .categorySave, .control(.saveCategory(RequestCategory(category: category, name: "Levering"))),
            #"{"category":"51111111-2222-8333-8444-555555555555","name":"Levering"}"#
        ),
        (
            .categoryRemove, .control(.removeCategory(CategoryReference(category: category))),
            #"{"category":"51111111-2222-8333-8444-555555555555"}"#
        ),
        (
            .prioritySave, .control(.savePriority(RequestPriority(priority: priority, name: "Haster", rank: 1))),
            #"{"name":"Haster","priority":"61111111-2222-8333-8444-555555555555","rank":1}"#
        ),
        (
            .priorityRemove, .control(.removePriority(PriorityReference(priority: priority))),
            #"{"priority":"61111111-2222-8333-8444-555555555555"}"#
        ),
    ]

    private static let fullRenewal: PresenceRenew = {
        var renewal = PresenceRenew(connection: "tab", leaseSeconds: 60)
        renewal.idleSeconds = 4
        return renewal
    }()
    private static let renewalJSON = #"{"connection":"tab","idleSeconds":4,"leaseSeconds":60}"#

    private static let fullAgent: AgentSave = {
        var agent = AgentSave(agent: "anna", nickname: "Anna")
        agent.firstName = "Anna"
        agent.lastName = "Berg"
        agent.email = "anna@x.no"
        agent.language = "no"
        agent.timeZone = "Europe/Oslo"
        agent.capacity = 0
        agent.administrator = true
        agent.enabled = false
        agent.brokerLogin = "anna-login"
        agent.subject = "0a1b"
        agent.awayAfterMinutes = 30
        agent.scrypt = "$s0$"
        return agent
    }()
    private static let agentJSON =
        #"{"administrator":true,"agent":"anna","awayAfterMinutes":30,"brokerLogin":"anna-login","capacity":0,"#
        + #""email":"anna@x.no","enabled":false,"firstName":"Anna","language":"no","lastName":"Berg","#
        + #""nickname":"Anna","scrypt":"$s0$","subject":"0a1b","timeZone":"Europe/Oslo"}"#

    private static let fullProfile: ProfileSave = {
        var profile = ProfileSave(nickname: "Anna")
        profile.photo = "https://x.no/a.png"
        profile.language = "no"
        profile.timeZone = "Europe/Oslo"
        profile.notifications = false
        return profile
    }()
    private static let profileJSON =
        #"{"language":"no","nickname":"Anna","notifications":false,"photo":"https://x.no/a.png","#
        + #""timeZone":"Europe/Oslo"}"#

    static let fullWebhook: Webhook = {
        var webhook = Webhook(webhook: "crm", url: "https://crm.example/hooks", secretFile: "/run/secrets/crm")
        webhook.events = ["session.created", "note.posted"]
        webhook.channels = ["support"]
        webhook.private = true
        webhook.certificateFile = "/etc/ssl/own.pem"
        webhook.giveUpHours = 0.5
        webhook.timeoutSeconds = 3.5
        webhook.parallel = 2
        return webhook
    }()
    static let webhookJSON =
        #"{"certificateFile":"/etc/ssl/own.pem","channels":["support"],"events":["session.created","note.posted"],"#
        + #""giveUpHours":0.5,"parallel":2,"private":true,"secretFile":"/run/secrets/crm","timeoutSeconds":3.5,"#
        + #""url":"https://crm.example/hooks","webhook":"crm"}"#
}
