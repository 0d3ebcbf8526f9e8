import ChatContract

/// Which events a receiver gets: event types, or one of the names that stand for several (spec section 8.7).
public struct EventChoice: Sendable, Equatable {
    /// Names that stand for several types.
    public enum Group: String, CaseIterable, Sendable {
        /// A visitor came.
        case sessionCreated = "session.created"
        /// What a session's record says has changed: state, visitor, agent, channel, rating, request.
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
                    .sessionHandedOff, .requestCreated,
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
    public init?(_ names: some Sequence<String>) {
        var types: Set<EventType> = []
        for name in names {
            if let group = Group(rawValue: name) {
                types.formUnion(group.types)
            } else if let type = EventType(rawValue: name) {
                types.insert(type)
            } else {
                return nil
            }
        }
        self.types = types
    }
}
