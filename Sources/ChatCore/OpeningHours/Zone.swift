import ChatContract
import Foundation

/// An IANA time zone, and what its clocks show.
///
/// Moments are whole seconds since 1970 in UTC; a wall's second is the same count taken as if the wall were at UTC.
struct Zone: Hashable, Sendable {
    private let timeZone: TimeZone

    /// `nil` unless `name` is an IANA name such as `Europe/Oslo`. Offsets are none, in any spelling: they know nothing
    /// of daylight saving (guarantee 26), and `Etc/GMT+2` means two hours *behind*.
    init?(_ name: String) {
        let universal = ["UTC", "GMT", "Etc/UTC", "Etc/GMT"]
        // Foundation takes a name with a zero byte for the part before it.
        let isName = name.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2F, 0x5F: true
            default: false
            }
        }
        guard isName, universal.contains(name) || name.contains("/") && !name.hasPrefix("Etc/"),
            let zone = TimeZone(identifier: name)
        else { return nil }
        timeZone = zone
    }

    static let universal = Zone(.gmt)

    private init(_ timeZone: TimeZone) {
        self.timeZone = timeZone
    }

    private func offset(at second: Int64) -> Int64 {
        Int64(timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second))))
    }

    /// What the wall shows at `time`.
    func localSecond(of time: Timestamp) -> Int64 {
        let second = Self.second(of: time)
        return second + offset(at: second)
    }

    /// The day that `time` is in: from the first moment of a date to the first one of the next.
    func day(of time: Timestamp) -> LocalDate {
        let date = LocalDate(localSecond: localSecond(of: time))
        // A clock that goes back over midnight shows the old date once more; the new day has begun all the same.
        return start(of: date + 1) <= time ? date + 1 : date
    }

    /// The first moment at which the wall shows `date` or a later one.
    func start(of date: LocalDate) -> Timestamp { firstMoment(from: date.localSecond(atMinute: 0)) }

    /// The second that `time` lies in.
    private static func second(of time: Timestamp) -> Int64 {
        (time.milliseconds - LocalDate.remainder(of: time.milliseconds, by: 1000)) / 1000
    }

    /// The first moment at which the wall shows `local` or later: of two the first, for a time that a clock skips the
    /// moment right after the gap.
    func firstMoment(from local: Int64) -> Timestamp {
        Self.time(moments(showing: local)?.first ?? gap(at: local))
    }

    /// The end of the last moment at which the wall shows less than `local`: of two the second, but at the very
    /// beginning of what happens twice the first, for all of the repetition shows `local` or later.
    func endOfMoments(before local: Int64) -> Timestamp {
        Self.time(moments(showing: local - 1).map { $0.last + 1 } ?? gap(at: local - 1))
    }

    private static func time(_ second: Int64) -> Timestamp { Timestamp(milliseconds: second * 1000) }

    /// Zones lie between 14 hours before UTC and 12 behind, so these hold every moment that shows `local`.
    private func window(of local: Int64) -> (first: Int64, last: Int64) { (local - 15 * 3600, local + 13 * 3600) }

    /// When the wall shows `local`; `nil` when its clock skips it. No zone changed twice within a day and two hours.
    private func moments(showing local: Int64) -> (first: Int64, last: Int64)? {
        let (first, last) = window(of: local)
        let before = local - offset(at: first)
        let after = local - offset(at: last)
        guard before != after else { return (before, before) }
        let isBefore = before + offset(at: before) == local
        let isAfter = after + offset(at: after) == local
        switch (isBefore, isAfter) {
        case (true, true): return (min(before, after), max(before, after))
        case (true, false): return (before, before)
        case (false, true): return (after, after)
        case (false, false): return nil
        }
    }

    /// The moment at which the clock jumps over `local`.
    private func gap(at local: Int64) -> Int64 {
        var (early, late) = window(of: local)
        let before = offset(at: early)
        while late - early > 1 {
            let middle = early + (late - early) / 2
            if offset(at: middle) == before { early = middle } else { late = middle }
        }
        return late
    }
}
