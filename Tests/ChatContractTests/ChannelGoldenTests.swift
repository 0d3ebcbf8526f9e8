import ChatContract
import Testing

@Suite("A channel on the wire")
struct ChannelGoldenTests {
    @Test("all fields")
    func full() throws {
        try expectGolden(GoldenChannel.full, GoldenChannel.fullJSON)
    }

    @Test("what is left out, or null, or an empty object, gets the defaults of the decisions page")
    func defaults() throws {
        let parts = [
            "warnings", "openingHours", "widget", "offlineForm", "queueRequest", "preChatForm", "faqSuggestions",
            "postChatForm", "consent", "bot", "routing", "idle",
        ]
        let name = #""channel":"support","name":"Support""#
        let empty = parts.map { "\"\($0)\":{}" }.joined(separator: ",")
        let null = parts.map { "\"\($0)\":null" }.joined(separator: ",")
        let others = #""language":null,"badgeHeader":null,"allowedOrigins":null,"version":null"#
        for json in ["{\(name)}", "{\(name),\(empty)}", "{\(name),\(null),\(others)}"] {
            let channel = try WireJSON.decode(Channel.self, from: json.utf8)
            #expect(channel == Channel(channel: "support", name: "Support"))
            #expect(text(try WireJSON.encode(channel)) == GoldenChannel.defaultsJSON)
        }
    }

    @Test("each field stands for itself: left out alone, it alone gets its default")
    func fieldByField() throws {
        let cases: [(String, (inout Channel) -> Void)] = [
            (#""agentNewChat":0,"#, { $0.warnings.agentNewChat = 1 }),
            (#""agentNewMessage":3,"#, { $0.warnings.agentNewMessage = 1 }),
            (#""managerNewChat":0.5,"#, { $0.warnings.managerNewChat = 2 }),
            (#","managerNewMessage":4.25"#, { $0.warnings.managerNewMessage = 5 }),
            (#""goneSeconds":20,"#, { $0.idle.goneSeconds = 300 }),
            (#""disconnectedSeconds":10,"#, { $0.idle.disconnectedSeconds = 30 }),
            (#""agentLostSeconds":30,"#, { $0.idle.agentLostSeconds = 60 }),
            (#""agentReturnSeconds":40,"#, { $0.idle.agentReturnSeconds = 120 }),
            (#","warnSeconds":50"#, { $0.idle.warnSeconds = 25 * 60 }),
            (#""closeSeconds":70,"#, { $0.idle.closeSeconds = 30 * 60 }),
            (#""postChatSeconds":80,"#, { $0.idle.postChatSeconds = 10 * 60 }),
            (#""offerSeconds":20,"#, { $0.routing.offerSeconds = 30 }),
            (#""policy":"leastBusy","#, { $0.routing.policy = .manual }),
            (#","preferSameAgentSeconds":15"#, { $0.routing.preferSameAgentSeconds = 0 }),
            (#""afterMinutes":1.5,"#, { $0.queueRequest.afterMinutes = 0 }),
            (#""atLength":10,"#, { $0.queueRequest.atLength = 0 }),
            (#","required":["company","phone"]"#, { $0.preChatForm.required = [.name, .email] }),
            (#","required":["email","country"]"#, { $0.offlineForm.required = [.name, .email] }),
            (#","transcript":true"#, { $0.postChatForm.transcript = false }),
            (#","rating":true"#, { $0.postChatForm.rating = false }),
            (##""base":"#112233","##, { $0.widget.colours.base = "#0080FF" }),
            (#","size":"large""#, { $0.widget.size = .normal }),
            (#","theme":"classic""#, { $0.widget.theme = .modern }),
            (#","visibility":"identified""#, { $0.widget.visibility = .always }),
            (#""lunch":{"from":"11:30","to":"12:00"},"#, { $0.openingHours.lunch = nil }),
            (#","timeZone":"Europe/Oslo""#, { $0.openingHours.timeZone = "Etc/UTC" }),
            (#""sat":[{"from":"22:00","to":"02:00"}],"#, { $0.openingHours.days.sat = [] }),
            (#""identitySecret":"0123456789abcdef0123456789abcdef","#, { $0.identitySecret = nil }),
        ]
        for (field, change) in cases {
            #expect(GoldenChannel.fullJSON.contains(field), "\(field)")
            var expected = GoldenChannel.full
            change(&expected)
            try expectReads(expected, from: GoldenChannel.fullJSON.replacing(field, with: ""))
        }
    }

    @Test("a weekday that is left out is closed; days left out altogether are Monday to Friday from 08:00 to 16:00")
    func days() throws {
        let usual = [OpeningHours.LocalInterval(from: "08:00", to: "16:00")]
        let some = try WireJSON.decode(OpeningHours.self, from: #"{"enabled":true,"days":{"sun":[]}}"#.utf8)
        let none = OpeningHours.Days(mon: [], tue: [], wed: [], thu: [], fri: [])
        #expect(some == OpeningHours(enabled: true, days: none))
        let all = try WireJSON.decode(OpeningHours.self, from: #"{"enabled":true}"#.utf8)
        #expect(all.days == OpeningHours.Days(mon: usual, tue: usual, wed: usual, thu: usual, fri: usual))
        #expect(all.days.sat.isEmpty && all.days.sun.isEmpty && all.lunch == nil && all.exceptions.isEmpty)
    }

    @Test("names of choices are the contract's")
    func names() {
        #expect(
            Channel.Routing.Policy.allCases.map(\.rawValue) == ["manual", "longestIdle", "leastBusy", "roundRobin"])
        #expect(Channel.Widget.Theme.allCases.map(\.rawValue) == ["modern", "classic"])
        #expect(Channel.Widget.Size.allCases.map(\.rawValue) == ["normal", "large"])
        #expect(Channel.Widget.Visibility.allCases.map(\.rawValue) == ["always", "identified"])
        #expect(FormField.allCases.map(\.rawValue) == ["name", "email", "company", "phone", "country"])
    }
}
