import ChatContract

/// The FAQ's list and search, as everybody may see them.
///
/// The list is read anew at most every half minute: whoever asks for it often costs the worker nothing.
actor FAQShelf {
    private static let freshness = Duration.seconds(30)
    /// How many entries are read at once, and how often: what goes beyond is found by searching only.
    private static let pageLength = 200
    private static let pageLimit = 20

    private struct Page: Decodable {
        var items: [FAQEntry]
        var folders: [Folder]
        var cursor: String?
    }

    private struct Found: Decodable {
        var items: [FAQEntry]
    }

    private let gateway: Gateway
    private var kept: (index: FAQIndex, at: ContinuousClock.Instant)?
    private var reading: Task<Result<FAQIndex, Refusal>, Never>?

    init(_ gateway: Gateway) {
        self.gateway = gateway
    }

    /// - Throws: the worker's refusal, or `unavailable`.
    func index() async throws(Refusal) -> FAQIndex {
        if let kept, .now - kept.at < Self.freshness { return kept.index }
        let reading = reading ?? Task { [gateway] in await Self.read(gateway) }
        self.reading = reading
        let result = await reading.value
        self.reading = nil
        if case .success(let index) = result { kept = (index, .now) }
        return try result.get()
    }

    /// The entries that fit a question best.
    nonisolated func search(_ question: String, language: String) async throws(Refusal) -> [FAQEntry] {
        var search = FAQSearch(text: question)
        search.language = language
        search.publicOnly = true
        search.limit = 20
        let answer = try await gateway.ask(.faqSearch, as: .system("gateway"), search)
        return try Self.result(of: answer, as: Found.self).items
    }

    private static func read(_ gateway: Gateway) async -> Result<FAQIndex, Refusal> {
        var entries: [FAQEntry] = []
        var folders: [Folder] = []
        var list = FAQList()
        list.limit = pageLength
        do throws(Refusal) {
            for _ in 0..<pageLimit {
                let page = try result(of: await gateway.ask(.faqList, as: .system("gateway"), list), as: Page.self)
                entries += page.items
                folders = page.folders
                guard let cursor = page.cursor else { break }
                list.cursor = cursor
            }
        } catch {
            return .failure(error)
        }
        return .success(FAQIndex(entries, folders: folders))
    }

    private static func result<Value: Decodable>(
        of answer: JSONFields, as type: Value.Type
    ) throws(Refusal) -> Value {
        guard let result = answer["result"], let value = try? WireJSON.decode(type, from: result) else {
            throw Refusal(.unavailable, "the FAQ cannot be read now; try again in a moment")
        }
        return value
    }
}
