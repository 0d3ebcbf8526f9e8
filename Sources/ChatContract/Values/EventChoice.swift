/// Which events a receiver gets: event types, or one of the names that stand for several (spec section 8.7).
public struct EventChoice: Sendable, Equatable {
    /// Names that stand for several types.
    public enum Group: String, CaseIterable, Sendable {
        /// A visitor came.
        case sessionCreated = "session.created"
        /// What a session's record says has changed: state, visitor, agent, channel, rating, request, whom
        /// it is with.
        case sessionChanged = "session.changed"
        /// Somebody wrote.
        case sessionMessage = "session.message"
        /// Everything.
        case all = "*"

        /// The types that it stands for.
        public var types: Set<EventType> {
            switch self {
            case .sessionCreated: [.sessionOpened]
            case .sessionMessage: [.messagePosted]
            case .sessionChanged:
                [
                    .sessionIdentified, .sessionQueued, .sessionStatusChanged, .sessionAgentLost, .sessionAssigned,
                    .sessionFinished, .sessionReopened, .sessionClosed, .sessionMoved, .sessionRated, .sessionDeleted,
                    .sessionErased,
                    .sessionHandedOff, .requestCreated, .contactLinked, .contactUnlinked,
                ]
            case .all: Set(EventType.allCases)
            }
        }
    }

    /// What is said where nothing is: the three that the original has.
    public static let standard = [Group.sessionCreated, .sessionChanged, .sessionMessage].map(\.rawValue)

    /// All that can be said.
    public static var names: [String] { Group.allCases.map(\.rawValue) + EventType.allCases.map(\.rawValue) }

    public let types: Set<EventType>

    /// - Returns: `nil` when one of the names is neither a type nor a group.
    public init?(_ names: some Collection<String>) {
        guard names.allSatisfy({ Self.types(of: $0) != nil }) else { return nil }
        self.init(knownOf: names)
    }

    /// Takes the names that are known, and leaves the others out.
    init(knownOf names: some Sequence<String>) {
        types = names.reduce(into: []) { $0.formUnion(Self.types(of: $1) ?? []) }
    }

    private static func types(of name: String) -> Set<EventType>? {
        Group(rawValue: name)?.types ?? EventType(rawValue: name).map { [$0] }
    }
}
