import ChatContract
import ChatCore
import ChatStore
import Foundation
import Testing

@testable import samtale

/// A folder of a test's own with a store and desk files.
struct DeskFolder {
    let url: URL

    static func open(_ body: (DeskFolder) throws -> Void) throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "samtale-desk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: url) }
        try body(DeskFolder(url: url))
    }

    var storePath: String { url.appending(path: "store.db").path }

    /// Writes a desk file.
    ///
    /// - Returns: its path.
    func write(_ text: String, as name: String = "desk.yaml") throws -> String {
        let place = url.appending(path: name)
        try text.write(to: place, atomically: true, encoding: .utf8)
        return place.path
    }

    /// Applies a desk file as the command does.
    func apply(_ text: String, prune: Bool = false) throws -> [DeskChange] {
        let desk = try DeskFile(path: try write(text))
        let store = try Store(path: storePath)
        defer { try? store.close() }
        return try ControlTransaction(store: store, name: "apply").run(readsTexts: true) { state in
            let plan = try DeskPlan(desk, state)
            return prune ? plan.stepsWithRemovals : plan.steps
        }
    }

    /// What went wrong with a desk file.
    func failure(of text: String) throws -> String {
        do {
            _ = try apply(text)
        } catch let failure as CommandFailure {
            return failure.message
        } catch let refused as ControlTransaction.Refused {
            return "\(refused.step.path?.description ?? "-") \(refused.refusal.field ?? "-") \(refused.refusal.detail)"
        }
        Issue.record("nothing went wrong")
        return ""
    }

    func registry() throws -> ChannelRegistry {
        let store = try Store(path: storePath)
        defer { try? store.close() }
        return try store.look { reader throws(StoreError) in try reader.registry() }
    }

    func entries() throws -> [FAQEntry] {
        let store = try Store(path: storePath)
        defer { try? store.close() }
        return try store.look { reader throws(StoreError) in
            try reader.faqEntries(in: nil, after: 0, limit: 1000).map(\.entry)
        }
    }

    /// The demo desk of the repository.
    static func demo() throws -> String {
        let place = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../config/demo.yaml")
        return try String(contentsOf: place, encoding: .utf8)
    }
}
