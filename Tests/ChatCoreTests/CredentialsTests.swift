import ChatContract
import Testing

@testable import ChatCore

@Suite("Credentials")
struct CredentialsTests {
    private let apply = Actor.system("apply")

    private func saved(_ fixture: inout DeskFixture, _ agent: AgentHandle, _ change: (inout AgentSave) -> Void) {
        var save = AgentSave(agent: agent)
        change(&save)
        #expect(fixture.control(.saveAgent(save), by: apply).code == nil)
    }

    @Test("an agent is found by his handle, by an address that is his alone, by his subject")
    func finding() {
        var fixture = DeskFixture()
        saved(&fixture, "anna") { ($0.email, $0.subject, $0.scrypt) = ("Anna@x.no", "0a1b", "$s$1") }
        saved(&fixture, "ben") { $0.email = "desk@x.no" }
        saved(&fixture, "mia") { $0.email = "DESK@x.no" }
        let table: [(login: String?, subject: String?, AgentHandle?)] = [
            ("anna", nil, "anna"), ("Anna", nil, "anna"), ("anna@X.no", nil, "anna"), ("ben", nil, "ben"),
            ("desk@x.no", nil, nil), ("nobody", nil, nil), ("", nil, nil), (nil, "0a1b", "anna"), (nil, "0A1B", nil),
            (nil, "", nil), (nil, nil, nil), ("anna", "0a1b", nil),
        ]
        for (login, subject, agent) in table {
            let found = fixture.roster.credentials(AgentCredentialsGet(login: login, subject: subject))
            #expect(found?.agent == agent, "\(login ?? "-") \(subject ?? "-")")
        }
        let found = fixture.roster.credentials(AgentCredentialsGet(login: "anna"))
        #expect(found?.scrypt == "$s$1" && found?.enabled == true && found?.administrator == false)
    }

    @Test("the version of what was issued changes with password, subject and enabled, and never goes back")
    func version() {
        var fixture = DeskFixture()
        func version() -> Int64 {
            fixture.roster.credentials(AgentCredentialsGet(login: "new"))?.tokenVersion ?? -1
        }
        saved(&fixture, "new") { $0.nickname = "Newt" }
        var last = version()
        #expect(last > 0)
        let changes: [(Bool, (inout AgentSave) -> Void)] = [
            (false, { $0.nickname = "N" }), (true, { $0.scrypt = "$s$1" }), (false, { $0.scrypt = "$s$1" }),
            (true, { $0.scrypt = "$s$2" }), (true, { $0.subject = "0a1b" }), (true, { $0.subject = "" }),
            (false, { $0.subject = "" }), (true, { $0.enabled = false }), (true, { $0.enabled = true }),
            (false, { $0.email = "new@x.no" }), (false, { $0.administrator = true }),
        ]
        for (index, (isOther, change)) in changes.enumerated() {
            saved(&fixture, "new", change)
            #expect(isOther ? version() > last : version() == last, "change \(index)")
            last = version()
        }
        #expect(fixture.control(.removeAgent(AgentReference(agent: "new")), by: apply).code == nil)
        #expect(version() == -1)
        fixture.now = fixture.now + .seconds(1)
        saved(&fixture, "new") { $0.nickname = "Newt" }
        #expect(version() > last)
    }

    @Test("a subject belongs to one agent")
    func unique() throws {
        var fixture = DeskFixture()
        saved(&fixture, "anna") { $0.subject = "0a1b" }
        saved(&fixture, "anna") { $0.subject = "0a1b" }
        var thief = AgentSave(agent: "ben")
        thief.subject = "0a1b"
        let refused = fixture.control(.saveAgent(thief), by: apply)
        #expect(refused.code == .conflict && refused.refusal?.field == "subject")
        #expect(try fixture.agent("ben").profile.subject == nil)
    }

    @Test("a profile from before there were subjects is read")
    func oldRow() throws {
        let old =
            #"{"administrator":false,"enabled":true,"firstName":"A","language":"en","lastName":"B","#
            + #""nickname":"A","timeZone":"Etc/UTC"}"#
        let profile = try WireJSON.decode(AgentProfile.self, from: Array(old.utf8))
        #expect(profile.subject == nil && profile.tokenVersion == nil)
    }
}
