import ChatContract
import ChatWebhooks
import Crypto
import Foundation
import Testing

@Suite("Signatures of posts")
struct SignatureTests {
    @Test("the example of Standard Webhooks comes out")
    func example() throws {
        let secret = try #require(WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let header = WebhookSignature.header(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", seconds: 1_614_265_330, body: Array(#"{"test": 2432232314}"#.utf8),
            secrets: [secret])
        #expect(header == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test("each secret signs, while they are exchanged")
    func two() throws {
        let first = try #require(WebhookSecret("the first secret, long enough"))
        let second = try #require(WebhookSecret("the second secret, long enough"))
        let both = WebhookSignature.header(id: "a", seconds: 1, body: [1], secrets: [first, second])
        let one = WebhookSignature.header(id: "a", seconds: 1, body: [1], secrets: [first])
        #expect(both.hasPrefix(one + " v1,"))
        #expect(both.split(separator: " ").count == 2)
    }

    @Test("short secrets, and whsec_ without Base64, are none", arguments: ["short", "whsec_!!", "whsec_c2hvcnQ="])
    func short(_ text: String) {
        #expect(WebhookSecret(text) == nil)
    }
}
