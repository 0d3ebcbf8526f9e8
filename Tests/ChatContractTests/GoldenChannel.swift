import ChatContract

/// A channel with every field, each another value than its default, and its golden text.
enum GoldenChannel {
    static let full: Channel = {
        var colours = Channel.Colours(base: "#112233", badge: "#223344", badgeText: "#334455")
        colours.visitor = "#445566"
        colours.visitorText = "#556677"
        colours.agent = "#667788"
        colours.agentText = "#778899"
        colours.button = "#8899aa"
        colours.buttonText = "#99AABB"
        let hours = OpeningHours(
            enabled: true, timeZone: "Europe/Oslo",
            days: OpeningHours.Days(
                mon: [interval("08:00", "12:00"), interval("13:00", "16:30")], tue: [interval("08:00", "16:00")],
                wed: [interval("00:00", "24:00")], thu: [interval("08:00", "20:00")], fri: [],
                sat: [interval("22:00", "02:00")], sun: [interval("12:00", "14:00")]),
            lunch: interval("11:30", "12:00"),
            exceptions: [
                OpeningHours.Exception(date: "2026-12-24", intervals: [interval("09:00", "12:00")]),
                OpeningHours.Exception(date: "2026-12-25"),
            ])
        return Channel(
            channel: "support", version: 7, name: "Support", description: "First line", language: "no",
            badgeHeader: "Chat with us", welcomeMessage: "Hei!",
            warnings: Channel.Warnings(
                agentNewChat: 0, managerNewChat: 0.5, agentNewMessage: 3, managerNewMessage: 4.25),
            openingHours: hours,
            widget: Channel.Widget(
                theme: .classic, size: .large, font: "Verdana", fontSize: "14px", colours: colours,
                logo: "https://x.no/logo.png", showAgentPhoto: false, useFirstName: true, header: "Nordlys",
                message: "Vi er her", queueText: "Nr. {cque}, {cavw}", visibility: .identified),
            offlineForm: Channel.OfflineForm(
                header: "Stengt", message: "Skriv", requests: false, category: GoldenCommands.category,
                priority: GoldenCommands.priority, required: [.email, .country], consent: true),
            queueRequest: Channel.QueueRequest(enabled: true, afterMinutes: 1.5, atLength: 10),
            preChatForm: Channel.PreChatForm(
                enabled: false, message: "Hvem er du?", required: [.company, .phone], consent: true),
            faqSuggestions: Channel.FAQSuggestions(enabled: true, folder: GoldenCommands.folder),
            postChatForm: Channel.PostChatForm(
                enabled: true, header: "Takk", message: "Ha det", transcript: true, rating: true,
                ratingText: "Hvordan gikk det?"),
            consent: Channel.Consent(text: "Ja", link: "https://x.no/terms"),
            bot: Channel.Bot(enabled: true, bot: "helper", name: "Hjelper"),
            routing: Channel.Routing(policy: .leastBusy, offerSeconds: 20, preferSameAgentSeconds: 15),
            idle: Channel.Idle(
                disconnectedSeconds: 10, goneSeconds: 20, agentLostSeconds: 30, agentReturnSeconds: 40,
                warnSeconds: 50, closeSeconds: 70, postChatSeconds: 80),
            masks: [Channel.Mask(label: "customer number", pattern: #"K-\d{6}"#)],
            allowedOrigins: ["https://x.no", "https://www.x.no"],
            identitySecret: "0123456789abcdef0123456789abcdef")
    }()

    private static func interval(_ start: String, _ end: String) -> OpeningHours.LocalInterval {
        OpeningHours.LocalInterval(from: start, to: end)
    }

    static let fullJSON =
        #"{"allowedOrigins":["https://x.no","https://www.x.no"],"badgeHeader":"Chat with us","#
        + #""bot":{"answerSeconds":20,"bot":"helper","enabled":true,"greetingSeconds":3,"name":"Hjelper"},"channel":"support","#
        + #""consent":{"link":"https://x.no/terms","text":"Ja"},"description":"First line","#
        + #""faqSuggestions":{"enabled":true,"folder":"31111111-2222-8333-8444-555555555555"},"#
        + #""identitySecret":"0123456789abcdef0123456789abcdef","#
        + #""idle":{"agentLostSeconds":30,"agentReturnSeconds":40,"closeSeconds":70,"disconnectedSeconds":10,"#
        + #""goneSeconds":20,"postChatSeconds":80,"warnSeconds":50},"language":"no","#
        + #""masks":[{"label":"customer number","pattern":"K-\\d{6}"}],"name":"Support","#
        + #""offlineForm":{"category":"51111111-2222-8333-8444-555555555555","consent":true,"header":"Stengt","#
        + #""message":"Skriv","priority":"61111111-2222-8333-8444-555555555555","requests":false,"#
        + #""required":["email","country"]},"openingHours":{"days":{"fri":[],"#
        + #""mon":[{"from":"08:00","to":"12:00"},{"from":"13:00","to":"16:30"}],"#
        + #""sat":[{"from":"22:00","to":"02:00"}],"sun":[{"from":"12:00","to":"14:00"}],"#
        + #""thu":[{"from":"08:00","to":"20:00"}],"tue":[{"from":"08:00","to":"16:00"}],"#
        + #""wed":[{"from":"00:00","to":"24:00"}]},"enabled":true,"#
        + #""exceptions":[{"date":"2026-12-24","intervals":[{"from":"09:00","to":"12:00"}]},"#
        + #"{"date":"2026-12-25","intervals":[]}],"lunch":{"from":"11:30","to":"12:00"},"timeZone":"Europe/Oslo"},"#
        + #""postChatForm":{"enabled":true,"header":"Takk","message":"Ha det","rating":true,"#
        + #""ratingText":"Hvordan gikk det?","transcript":true},"#
        + #""preChatForm":{"consent":true,"enabled":false,"message":"Hvem er du?","required":["company","phone"]},"#
        + #""queueRequest":{"afterMinutes":1.5,"atLength":10,"enabled":true},"#
        + #""routing":{"offerSeconds":20,"policy":"leastBusy","preferSameAgentSeconds":15},"version":7,"#
        + #""warnings":{"agentNewChat":0,"agentNewMessage":3,"managerNewChat":0.5,"managerNewMessage":4.25},"#
        + ##""welcomeMessage":"Hei!","widget":{"colours":{"agent":"#667788","agentText":"#778899","badge":"#223344","##
        + ##""badgeText":"#334455","base":"#112233","button":"#8899aa","buttonText":"#99AABB","visitor":"#445566","##
        + ##""visitorText":"#556677"},"font":"Verdana","fontSize":"14px","header":"Nordlys","##
        + #""logo":"https://x.no/logo.png","message":"Vi er her","queueText":"Nr. {cque}, {cavw}","#
        + #""showAgentPhoto":false,"size":"large","theme":"classic","useFirstName":true,"visibility":"identified"}}"#

    /// What becomes of a channel of which only handle and name are given: the defaults of the decisions page.
    static let defaultsJSON =
        #"{"allowedOrigins":[],"badgeHeader":"Support","bot":{"answerSeconds":20,"enabled":false,"greetingSeconds":3},"channel":"support","consent":{},"#
        + #""faqSuggestions":{"enabled":false},"#
        + #""idle":{"agentLostSeconds":60,"agentReturnSeconds":120,"closeSeconds":1800,"disconnectedSeconds":30,"#
        + #""goneSeconds":300,"postChatSeconds":600,"warnSeconds":1500},"language":"en","masks":[],"name":"Support","#
        + #""offlineForm":{"consent":false,"requests":true,"required":["name","email"]},"#
        + #""openingHours":{"days":{"fri":[{"from":"08:00","to":"16:00"}],"mon":[{"from":"08:00","to":"16:00"}],"#
        + #""sat":[],"sun":[],"thu":[{"from":"08:00","to":"16:00"}],"tue":[{"from":"08:00","to":"16:00"}],"#
        + #""wed":[{"from":"08:00","to":"16:00"}]},"enabled":false,"exceptions":[],"timeZone":"Etc/UTC"},"#
        + #""postChatForm":{"enabled":false,"rating":false,"transcript":false},"#
        + #""preChatForm":{"consent":false,"enabled":true,"required":["name","email"]},"#
        + #""queueRequest":{"afterMinutes":0,"atLength":0,"enabled":false},"#
        + #""routing":{"offerSeconds":30,"policy":"manual","preferSameAgentSeconds":0},"#
        + #""warnings":{"agentNewChat":1,"agentNewMessage":1,"managerNewChat":2,"managerNewMessage":5},"#
        + ##""widget":{"colours":{"base":"#0080FF"},"showAgentPhoto":true,"size":"normal","theme":"modern","##
        + #""useFirstName":false,"visibility":"always"}}"#
}
