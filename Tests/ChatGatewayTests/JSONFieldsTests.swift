import Testing

@testable import ChatGateway

@Suite("JSON that passes through")
struct JSONFieldsTests {
    private func read(_ json: String) -> JSONFields? { JSONFields(Array(json.utf8)) }

    @Test func cutsOutValuesAsTheyStand() throws {
        let fields = try #require(read(#" {"id": "a\"}b", "body" : {"x":[1,{"y":"]"}]}, "n": 17, "t": true} "#))
        #expect(fields.text("id") == #"a"}b"#)
        #expect(fields.object("body")?["x"].map { String(decoding: $0, as: UTF8.self) } == #"[1,{"y":"]"}]"#)
        #expect(fields.object("body")?.elements("x")?.count == 2)
        #expect(fields.number("n") == 17)
        #expect(fields.isTrue("t"))
    }

    @Test(arguments: [
        "", "[]", "{", #"{"a":1"#, #"{"a":1}}"#, #"{"a":1,"a":2}"#, #"{"\u0061":1}"#, #"{"a":}"#, #"{"a":"x}"#,
        #"{"a":[1}}"#, #"{"a":{"b":1]}"#, #"{"a":1 "b":2}"#, "{\"a\":\"x\ny\"}", #"{"a":"\"#,
        "{" + (0..<300).map { "\"\($0)\":1" }.joined(separator: ",") + "}",
        #"{"a":"# + String(repeating: "[", count: 100) + String(repeating: "]", count: 100) + "}",
    ])
    func refusesWhatIsNoObjectWithEachKeyOnce(_ json: String) {
        #expect(read(json)?.keys == nil)
    }

    /// A visitor cannot name another session by a field of his body.
    @Test func whatTheGatewaySaysReplacesWhatThePageSaid() throws {
        let body = try #require(read(#"{"session":"theirs","text":"hi","host":"1.2.3.4"}"#))
        let json = body.rebuilt(without: ["session", "host"], adding: [("session", Array(#""mine""#.utf8))])
        #expect(String(decoding: json, as: UTF8.self) == #"{"text":"hi","session":"mine"}"#)
    }
}
