import BrokerTesting
import ChatContract
import Foundation
import Synchronization
import WebClient

/// A visitor's page that does not give up: it repeats what is not answered, and reads on from the number that it has.
final class GatewayPage: Sendable {
    private struct State {
        var ids: [Int] = []
        var texts: [String] = []
        var connections = 0
        var repeats = 0
    }

    let session: SessionID
    private let key: String
    private let channel: ChannelHandle
    private let port: Int
    private let state = Mutex(State())

    private init(_ opened: Opened, channel: ChannelHandle, port: Int) {
        session = opened.session
        key = opened.key
        self.channel = channel
        self.port = port
    }

    private struct Opened: Decodable, Sendable {
        var session: SessionID
        var key: String
    }

    /// The numbers and the lines that came, in order.
    var ids: [Int] { state.withLock { $0.ids } }
    var texts: [String] { state.withLock { $0.texts } }
    /// How often a stream began.
    var connections: Int { state.withLock { $0.connections } }
    /// How many requests were sent more than once.
    var repeats: Int { state.withLock { $0.repeats } }

    /// A port of loopback on which nobody listens, below those that connections get.
    static func freePort() async throws -> Int {
        for _ in 0..<100 {
            let port = Int.random(in: 20_000..<30_000)
            guard let connection = try? await WebConnection.open("127.0.0.1", port) else { return port }
            await connection.close()
        }
        throw TestFailure("there is no free port")
    }

    static func open(on channel: ChannelHandle, port: Int) async throws -> GatewayPage {
        let secret = UUID().uuidString.filter { $0 != "-" }
        let body =
            #"{"id":"\#(UUID())","body":{"visitorId":"\#(secret)","name":"Ola","email":"ola@example.com","question":"Hello?"}}"#
        let request = WebRequest.json("POST", "/api/channels/\(channel)/sessions", Array(body.utf8))
        let (answer, _) = try await insist(request, port)
        guard let opened = try WireJSON.decode(AnswerBody<Opened>.self, from: answer.body).result else {
            throw TestFailure("no session: \(answer.text)")
        }
        return GatewayPage(opened, channel: channel, port: port)
    }

    /// Posts a line under one id until it is answered.
    func post(_ text: String) async throws {
        let body = #"{"id":"\#(UUID())","channel":"\#(channel)","type":"message.post","body":{"text":"\#(text)"}}"#
        let request = WebRequest.json(
            "POST", "/api/sessions/\(session)/commands", headers: [("Authorization", "Bearer \(key)")],
            Array(body.utf8))
        let (answer, count) = try await Self.insist(request, port)
        guard answer.status == 200 else { throw TestFailure("\(text): \(answer.status) \(answer.text)") }
        if count > 1 { state.withLock { $0.repeats += 1 } }
    }

    /// Reads until the task is cancelled.
    func read() async throws {
        while !Task.isCancelled {
            var request = WebRequest(
                "GET", "/api/sessions/\(session)/events?channel=\(channel)",
                headers: [("Authorization", "Bearer \(key)")])
            if let last = ids.last { request.headers.append((name: "Last-Event-ID", value: String(last))) }
            let (ends, end) = AsyncStream<Void>.makeStream()
            do throws(WebFailure) {
                let reader = try await EventStreamReader.open(
                    request, at: "127.0.0.1", port, onEnd: { end.finish() }, onItem: { self.take($0) })
                state.withLock { $0.connections += 1 }
                for await _ in ends {}
                await reader.close()
            } catch {
                // The gateway is away: soon again.
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    private struct Line: Decodable {
        struct Text: Decodable { var text: String? }
        var type: String
        var data: Text
    }

    private func take(_ item: ServerSentItem) {
        guard case .event(let event) = item, event.event == "event", let id = event.id.flatMap({ Int($0) }),
            let line = try? WireJSON.decode(Line.self, from: event.data)
        else { return }
        state.withLock { state in
            state.ids.append(id)
            if line.type == "message.posted", let text = line.data.text { state.texts.append(text) }
        }
    }

    /// Sends a request until it is answered by more than "not now".
    ///
    /// - Returns: the answer, and how often it was sent.
    private static func insist(_ request: WebRequest, _ port: Int) async throws -> (WebAnswer, Int) {
        let deadline = ContinuousClock.now + .seconds(60)
        var count = 0
        while ContinuousClock.now < deadline {
            count += 1
            if let answer = try? await WebConnection.send(request, to: "127.0.0.1", port, timeout: .seconds(40)),
                answer.status != 503
            {
                return (answer, count)
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw TestFailure("\(request.path): no answer within a minute")
    }
}
