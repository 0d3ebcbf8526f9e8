import ChatContract
import Foundation

/// An oracle that knows no dates and no moments: it reads the clock on the wall once a minute and looks up what it shows.
struct WallClock {
    let hours: OpeningHours
    /// The minutes that it read, counted since 1970 in UTC.
    let minutes: Range<Int64>
    /// What the wall showed at each of them, in minutes since 1970 as if it were at UTC.
    let walls: [Int64]

    private let intervals: [Interval]
    private let states: [Bool?]

    init?(_ hours: OpeningHours, around middle: Timestamp, minutes count: Int64) {
        guard let zone = TimeZone(identifier: hours.timeZone) else { return nil }
        let center = middle.milliseconds / 60_000
        self.hours = hours
        minutes = center - count..<center + count
        walls = minutes.map { minute in
            let moment = Date(timeIntervalSince1970: Double(minute * 60))
            return minute + Int64(zone.secondsFromGMT(for: moment) / 60)
        }
        intervals = Self.intervals(hours, walls)
        states = Self.states(intervals, walls)
    }

    /// `true` open, `nil` lunch, `false` closed.
    func state(_ minute: Int64) -> Bool? { states[Int(minute - minutes.lowerBound)] }

    func isOpen(_ minute: Int64) -> Bool { state(minute) == true }

    static func moment(_ minute: Int64) -> Timestamp { Timestamp(milliseconds: minute * 60_000) }

    /// Whether an edge of an interval lies inside an hour that happens twice: there a lookup alone shows a hole.
    var hasEdgeInRepetition: Bool {
        var edges: Set<Int64> = []
        for interval in intervals { edges.formUnion([interval.from, interval.to]) }
        return zip(walls, walls.dropFirst()).contains { earlier, later in
            later <= earlier && edges.contains { $0 > later && $0 <= earlier }
        }
    }

    /// What the wall alone says: any interval holds the time that it shows.
    func plainlyOpen(_ minute: Int64) -> Bool {
        let wall = walls[Int(minute - minutes.lowerBound)]
        return intervals.contains { !$0.isLunch && wall >= $0.from && wall < $0.to }
            && !intervals.contains { $0.isLunch && wall >= $0.from && wall < $0.to }
    }

    private struct Interval {
        var from: Int64
        var to: Int64
        var isLunch: Bool
    }

    private static func states(_ intervals: [Interval], _ walls: [Int64]) -> [Bool?] {
        var opens = [Bool](repeating: false, count: walls.count)
        var lunches = opens
        for interval in intervals {
            guard let first = walls.firstIndex(where: { $0 >= interval.from }),
                let last = walls.lastIndex(where: { $0 < interval.to }), first <= last
            else { continue }
            for index in first...last {
                if interval.isLunch { lunches[index] = true } else { opens[index] = true }
            }
        }
        return zip(opens, lunches).map { isOpen, isLunch in isOpen ? (isLunch ? nil : true) : false }
    }

    private static func intervals(_ hours: OpeningHours, _ walls: [Int64]) -> [Interval] {
        guard let first = walls.min(), let last = walls.max() else { return [] }
        var found: [Interval] = []
        for day in (first / 1440 - 2)...(last / 1440 + 1) {
            let date = String(Timestamp(milliseconds: day * 86_400_000).description.prefix(10))
            let week = [
                hours.days.thu, hours.days.fri, hours.days.sat, hours.days.sun, hours.days.mon, hours.days.tue,
                hours.days.wed,
            ]
            let intervals = hours.exceptions.first { $0.date == date }?.intervals ?? week[Int(day % 7)]
            for interval in intervals { found.append(make(interval, day, isLunch: false)) }
            if let lunch = hours.lunch { found.append(make(lunch, day, isLunch: true)) }
        }
        return found
    }

    private static func make(_ interval: OpeningHours.LocalInterval, _ day: Int64, isLunch: Bool) -> Interval {
        func minutes(_ text: String) -> Int64 {
            let parts = text.split(separator: ":").compactMap { Int64($0) }
            return parts[0] * 60 + parts[1]
        }
        let (from, to) = (minutes(interval.from), minutes(interval.to))
        return Interval(from: day * 1440 + from, to: day * 1440 + (to > from ? to : to + 1440), isLunch: isLunch)
    }
}
