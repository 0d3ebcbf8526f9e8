import ChatContract
import ChatCore

/// What a worker keeps in memory of the store, as of certain versions.
///
/// It is brought up to date at the start of each transaction by the versions alone, so that whatever another worker
/// wrote meanwhile is seen, and a worker that slept through its own replacement decides over the truth. Belongs to one
/// thread.
public final class StoreView {
    public internal(set) var registry = ChannelRegistry()
    public internal(set) var roster = Roster()
    var desks: [ChannelHandle: Desk] = [:]
    var versions: [ChannelHandle: Int64] = [:]
    /// The row numbers of the sessions on the desks.
    var numbers: [SessionID: Int64] = [:]
    var registryRevision: Int64 = -1
    var rosterRevision: Int64 = -1

    /// Persons and companies are kept by another system: a link to one is taken as it is told, since deciding looks
    /// nowhere but into the store.
    public var isDirectoryElsewhere = false

    public init() {}

    /// The channel's live state as of the last transaction that needed it.
    public func desk(_ channel: ChannelHandle) -> Desk? { desks[channel] }

    /// The versions of the channels at hand, and of registry and roster: what the copies are true for.
    package var copies: Versions { Versions(channels: versions, registry: registryRevision, roster: rosterRevision) }

    package struct Versions: Equatable {
        package var channels: [ChannelHandle: Int64]
        package var registry: Int64
        package var roster: Int64
    }

    /// Forgets a channel that this worker no longer serves.
    public func forget(_ channel: ChannelHandle) {
        guard let desk = desks.removeValue(forKey: channel) else { return }
        versions[channel] = nil
        for session in desk.sessions.keys { numbers[session] = nil }
    }

    /// Takes settings and members over to the desks at hand.
    func applyRegistry() {
        for channel in desks.keys {
            guard let settings = registry.channels[channel] else { continue }
            desks[channel]?.adopt(settings)
            desks[channel]?.members = registry.members[channel] ?? [:]
        }
    }

    /// Forgets everything: after a transaction that was not kept, what was decided in it is not true.
    func forgetAll() {
        registry = ChannelRegistry()
        roster = Roster()
        desks = [:]
        versions = [:]
        numbers = [:]
        registryRevision = -1
        rosterRevision = -1
    }
}
