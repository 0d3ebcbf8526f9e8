import ChatContract
import Testing

@testable import ChatGateway

@Suite("The agents' cookie")
struct AgentCookieTests {
    private let keys = CookieKeys(secret: Array(repeating: 7, count: 32))

    @Test func isReadByWhoHasTheSecret() {
        let cookie = AgentCookie(agent: "anna", tokenVersion: -5, at: 1000)
        let text = cookie.text(keys)
        #expect(AgentCookie(text, keys, at: 1000) == cookie)
        #expect(AgentCookie(text, CookieKeys(secret: Array(repeating: 7, count: 32)), at: 1000) == cookie)
        #expect(AgentCookie(text, CookieKeys(secret: Array(repeating: 8, count: 32)), at: 1000) == nil)
        #expect(AgentCookie(text, keys, at: 1000 + AgentCookie.life) == nil)
    }

    @Test func anyChangeVoidsIt() {
        let text = AgentCookie(agent: "anna", tokenVersion: 1, at: 1000).text(keys)
        #expect(AgentCookie(text.replacing("anna", with: "mia"), keys, at: 1000) == nil)
        for index in text.indices where text[index] != "A" && text.index(after: index) != text.endIndex {
            var changed = text
            changed.replaceSubrange(index...index, with: "A")
            #expect(AgentCookie(changed, keys, at: 1000) == nil, "\(changed)")
        }
    }

    @Test func itsForgeryTokenIsItsOwn() {
        let anna: AgentHandle = "anna"
        let one = AgentCookie(agent: anna, tokenVersion: 1, at: 1000)
        let other = AgentCookie(agent: anna, tokenVersion: 1, at: 1000)
        #expect(one.csrf(keys) != other.csrf(keys))
        #expect(CookieKeys.areEqual(one.csrf(keys), one.csrf(keys)))
        #expect(!CookieKeys.areEqual(one.csrf(keys), other.csrf(keys)))
    }
}
