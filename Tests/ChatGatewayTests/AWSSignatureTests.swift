import Foundation
import Testing

@testable import ChatGateway

@Suite("Signature Version 4, by Amazon's published examples (\"Signature Calculations for the Authorization Header\")")
struct AWSSignatureTests {
    private static let signature = AWSSignature(
        accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", region: "us-east-1")
    /// 24 May 2013, 00:00:00 GMT.
    private static let date = Date(timeIntervalSince1970: 1_369_353_600)

    private func sign(
        _ method: String, _ path: String, query: [(name: String, value: String)] = [],
        headers: [(name: String, value: String)] = [], _ body: String = ""
    ) -> [String: String] {
        let headers = Self.signature.headers(
            method, host: "examplebucket.s3.amazonaws.com", path: path, query: query, headers: headers,
            payload: .bytes(Array(body.utf8)), at: Self.date)
        return Dictionary(headers.map { ($0.name.lowercased(), $0.value) }) { $1 }
    }

    private func signatureText(_ headers: [String: String]) -> Substring? {
        headers["authorization"]?.split(separator: "Signature=").last
    }

    @Test("GET Object, with a range")
    func get() {
        let headers = sign("GET", "/test.txt", headers: [("Range", "bytes=0-9")])
        #expect(
            headers["authorization"]
                == "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
        #expect(headers["x-amz-date"] == "20130524T000000Z")
        #expect(
            headers["x-amz-content-sha256"] == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test("PUT Object, with a sign in its name that is encoded")
    func put() {
        let headers = sign(
            "PUT", "/test$file.text",
            headers: [("Date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY")],
            "Welcome to Amazon S3.")
        #expect(
            signatureText(headers) == "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")
    }

    @Test("GET Bucket Lifecycle, with a parameter without a value")
    func lifecycle() {
        #expect(
            signatureText(sign("GET", "/", query: [("lifecycle", "")]))
                == "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")
    }

    @Test("GET Bucket (List Objects), with parameters that are sorted")
    func list() {
        #expect(
            signatureText(sign("GET", "/", query: [("prefix", "J"), ("max-keys", "2")]))
                == "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")
    }

    @Test("what is signed is what stands in the URL")
    func encoding() {
        #expect(AWSSignature.encode(path: "/a b/ü+c/~d") == "/a%20b/%C3%BC%2Bc/~d")
        #expect(AWSSignature.encode(query: [("b", "x/y="), ("a", "")]) == "a=&b=x%2Fy%3D")
    }

    @Test("s3://bucket/prefix, and what is none")
    func places() {
        #expect(S3Configuration.place("s3://chat-files").map { [$0.bucket, $0.prefix] } == ["chat-files", ""])
        #expect(S3Configuration.place("s3://chat-files/").map { [$0.bucket, $0.prefix] } == ["chat-files", ""])
        #expect(S3Configuration.place("s3://a.b-c/x/Y_1").map { [$0.bucket, $0.prefix] } == ["a.b-c", "x/Y_1/"])
        for wrong in [
            "s3://", "s3:/bucket", "s3://B", "s3://bucket//x", "s3://bucket/..", "s3://bucket/a b", "s3://bucket/a?b",
            "/folder", "s3://bucket/x//",
        ] {
            #expect(S3Configuration.place(wrong) == nil, "\(wrong)")
        }
        func base(_ bucket: String, _ endpoint: String?) -> String {
            S3Configuration(
                bucket: bucket, prefix: "", endpoint: endpoint, region: "eu-north-1", accessKey: "", secretKey: ""
            ).base
        }
        #expect(base("chat", nil) == "https://chat.s3.eu-north-1.amazonaws.com")
        #expect(base("chat.shop", nil) == "https://s3.eu-north-1.amazonaws.com/chat.shop")
        #expect(base("chat", "http://127.0.0.1:9000/") == "http://127.0.0.1:9000/chat")
    }
}
