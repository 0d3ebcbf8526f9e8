import AsyncHTTPClient
import ChatContract
import JWTKit
import NIOCore
import NIOHTTP1

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The public keys of a provider, kept for a while.
actor ProviderKeys {
    private struct Key {
        var id: String?
        var jwk: JWK
    }

    private static let freshness = Duration.seconds(3600)
    /// Tokens with invented keys do not make us ask more often.
    private static let pause = Duration.seconds(30)
    private static let lengthLimit = 1 << 20

    private let source: OpenIDProvider.Keys
    private var keys: [Key] = []
    private var loadedAt: ContinuousClock.Instant?
    private var triedAt: ContinuousClock.Instant?
    private var loading: Task<Void, Never>?

    init(_ source: OpenIDProvider.Keys) {
        self.source = source
    }

    /// The key that a token names; the only one where it names none.
    ///
    /// - Returns: `nil` where the provider has no such key.
    /// - Throws: ``Refusal`` `unavailable` where there are no keys at all.
    func key(_ id: String?) async throws(Refusal) -> JWK? {
        let isStale = loadedAt.map { .now - $0 > Self.freshness } ?? true
        let isPausing = triedAt.map { .now - $0 < Self.pause } ?? false
        if isStale || find(id) == nil {
            if let loading {
                await loading.value
            } else if !isPausing {
                let task = Task { await load() }
                loading = task
                await task.value
                loading = nil
            }
        }
        guard loadedAt != nil else {
            throw Refusal(.unavailable, "the provider's keys cannot be read now; try again in a moment")
        }
        return find(id)
    }

    private func find(_ id: String?) -> JWK? {
        guard let id else { return keys.count == 1 ? keys.first?.jwk : nil }
        return keys.first { $0.id == id }?.jwk
    }

    /// What was known stays where nothing comes.
    private func load() async {
        triedAt = .now
        guard let text = await text(), let list = JSONFields(text)?.elements("keys") else { return }
        keys = list.compactMap { json in
            guard let fields = JSONFields(json), fields.text("use") ?? "sig" == "sig",
                let jwk = try? JSONDecoder().decode(JWK.self, from: Data(json))
            else { return nil }
            return Key(id: fields.text("kid"), jwk: jwk)
        }
        loadedAt = .now
    }

    private func text() async -> [UInt8]? {
        switch source {
        case .file(let path):
            return FileManager.default.contents(atPath: path).map { Array($0) }
        case .url(let url):
            var request = HTTPClientRequest(url: url)
            request.headers.add(name: "Accept", value: "application/json")
            guard let response = try? await HTTPClient.shared.execute(request, timeout: .seconds(5)),
                response.status == .ok, let body = try? await response.body.collect(upTo: Self.lengthLimit)
            else { return nil }
            return Array(body.readableBytesView)
        }
    }
}
