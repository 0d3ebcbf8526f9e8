import ChatContract

/// A channel's queue as its events tell of it: returned chats first, then by time, then by session.
struct QueueModel {
    struct Place: Comparable {
        var isReturned: Bool
        var since: Timestamp
        var session: SessionID

        static func < (left: Place, right: Place) -> Bool {
            (left.isReturned ? 0 : 1, left.since, left.session) < (right.isReturned ? 0 : 1, right.since, right.session)
        }
    }

    private(set) var places: [Place] = []

    /// A session enters.
    ///
    /// - Returns: its place, from 1.
    mutating func enter(_ session: SessionID, _ reason: EventData.Queued.Reason, at time: Timestamp) -> Int {
        let isReturned =
            switch reason {
            case .requeued, .agentLost, .reopened: true
            case .opened, .transferred, .handedOff: false
            }
        let place = Place(isReturned: isReturned, since: time, session: session)
        let index = places.firstIndex { place < $0 } ?? places.count
        places.insert(place, at: index)
        return index + 1
    }

    /// A session leaves.
    ///
    /// - Returns: whether it was there, and the first in line.
    mutating func leave(_ session: SessionID) -> (wasThere: Bool, wasFirst: Bool) {
        guard let index = places.firstIndex(where: { $0.session == session }) else { return (false, false) }
        places.remove(at: index)
        return (true, index == 0)
    }
}
