import ChatContract

/// A channel's opening hours, ready to be asked: when it is open is a pure function of the moment (guarantee 26).
///
/// An interval belongs to the date on which it begins, also over midnight: an exception replaces what begins on its
/// date, while yesterday's interval still runs to its end. Where intervals of neighbouring dates overlap, the channel
/// is open once. Lunch cuts out of what is open.
///
/// Daylight saving: an interval runs from the first moment at which the clock shows its start or later to the last one
/// at which it shows less than its end, without a hole. So an end that the clock skips lies right after the gap, an
/// interval that lies inside the gap does not happen, and an hour that happens twice is open twice. An end inside such
/// an hour counts when the clock shows it the second time, a start the first time.
///
/// Nothing is kept between questions; who keeps an answer keeps it to ``nextChange(after:)``.
public struct OpeningCalendar: Sendable, Equatable {
    private let isEnabled: Bool
    private let zone: Zone
    /// What begins on each weekday, Mondays first.
    private let week: [[LocalSpan]]
    private let lunch: LocalSpan?
    private let exceptions: [LocalDate: [LocalSpan]]
    private let exceptionDates: [LocalDate]

    /// Reads the settings; those of hours that are switched off must be right too, so that switching on cannot fail.
    ///
    /// - Throws: `invalidField` with the field as it stands on the wire, such as `openingHours.days.mon[0].from`.
    public init(_ hours: OpeningHours) throws(Refusal) {
        guard let zone = Zone(hours.timeZone) else {
            throw Refusal(
                .invalidField,
                "\"\(hours.timeZone.prefix(64))\" is not an IANA time zone; write a name such as Europe/Oslo, not an offset",
                field: "openingHours.timeZone")
        }
        let days = hours.days
        let named = [
            ("mon", days.mon), ("tue", days.tue), ("wed", days.wed), ("thu", days.thu), ("fri", days.fri),
            ("sat", days.sat), ("sun", days.sun),
        ]
        var week: [[LocalSpan]] = []
        for (name, intervals) in named { week.append(try Self.spans(intervals, "openingHours.days.\(name)")) }
        self.isEnabled = hours.enabled
        self.zone = zone
        self.week = week
        self.lunch = try Self.lunch(hours.lunch)
        self.exceptions = try Self.exceptions(hours.exceptions)
        self.exceptionDates = exceptions.keys.sorted()
    }

    /// Whether the channel is open, at lunch or closed at `time`; always open when the hours are switched off.
    public func state(at time: Timestamp) -> OpeningState {
        guard isEnabled else { return .open }
        let date = zone.day(of: time)
        return pieces(of: date...date).last { $0.start <= time }?.state ?? .closed
    }

    public func isOpen(at time: Timestamp) -> Bool { state(at: time) == .open }

    /// The next moment at which the state is another than at `time`; `nil` when it stays as it is for ever.
    public func nextChange(after time: Timestamp) -> Timestamp? {
        let now = state(at: time)
        return next(after: time) { $0 != now }
    }

    /// The next moment at which the channel opens; `nil` when it never does again.
    public func nextOpening(after time: Timestamp) -> Timestamp? {
        next(after: time) { $0 == .open }
    }

    /// How long the channel is open from `start` up to `end`: the length of a wait in business time.
    public func openTime(from start: Timestamp, to end: Timestamp) -> Span {
        guard start < end else { return .zero }
        guard isEnabled else { return end - start }
        var sum = Span.zero
        let last = zone.day(of: end)
        var date = zone.day(of: start)
        var from = start
        while from < end {
            // Months go by in steps, so that years need no more memory than weeks.
            let until = min(date + 31, last)
            let pieces = pieces(of: date...until)
            let to = until == last ? end : zone.start(of: until)
            for (index, piece) in pieces.enumerated() where piece.state == .open {
                let pieceEnd = index + 1 < pieces.count ? pieces[index + 1].start : to
                let open = min(pieceEnd, to) - max(piece.start, from)
                if open > .zero { sum += open }
            }
            date = until
            from = to
        }
        return sum
    }
}

// What the rules make of dates.
extension OpeningCalendar {
    /// From `start` to the next piece the state is this one.
    private struct Piece {
        var start: Timestamp
        var state: OpeningState
    }

    private struct Moments {
        var start: Timestamp
        var end: Timestamp
    }

    /// When a piece that `isWanted` begins next.
    private func next(after time: Timestamp, _ isWanted: (OpeningState) -> Bool) -> Timestamp? {
        guard isEnabled else { return nil }
        let today = zone.day(of: time)
        // Two weeks show every weekday without daylight saving's changes; beyond them only an exception is news.
        for date in [today] + exceptionDates.drop(while: { $0 <= today }) {
            let dates = date...date + 14
            let earliest = zone.start(of: dates.lowerBound)
            let end = zone.start(of: dates.upperBound + 1)
            let next = pieces(of: dates).first {
                $0.start > time && $0.start >= earliest && $0.start < end && isWanted($0.state)
            }
            if let next { return next.start }
        }
        return nil
    }

    /// The states during `dates`, neighbours never the same; before the first one the channel is closed.
    ///
    /// Right for all moments of these dates: what reaches in from outside is there too, what reaches out need not be.
    private func pieces(of dates: ClosedRange<LocalDate>) -> [Piece] {
        // Yesterday's interval may run into the first date. A clock that goes back over midnight shows a date before
        // and after another one, so one more on either side.
        let days = (dates.lowerBound - 2).day...(dates.upperBound + 1).day
        var opens: [Moments] = []
        var lunches: [Moments] = []
        for day in days {
            let date = LocalDate(day: day)
            for span in spans(beginningOn: date) { append(span, of: date, to: &opens) }
            if let lunch { append(lunch, of: date, to: &lunches) }
        }
        // Intervals of a date are in order, and merged with those of the date before where they meet.
        var pieces: [Piece] = []
        var nextLunch = lunches[...]
        for open in opens {
            var start = open.start
            while let lunch = nextLunch.first, lunch.start < open.end {
                if lunch.end > start {
                    let lunchStart = max(lunch.start, start)
                    if lunchStart > start { put(.open, at: start, in: &pieces) }
                    put(.lunch, at: lunchStart, in: &pieces)
                    start = min(lunch.end, open.end)
                }
                // One that ends later reaches into what opens next.
                if lunch.end > open.end { break }
                nextLunch.removeFirst()
            }
            if start < open.end { put(.open, at: start, in: &pieces) }
            put(.closed, at: open.end, in: &pieces)
        }
        return pieces
    }

    private func put(_ state: OpeningState, at start: Timestamp, in pieces: inout [Piece]) {
        if pieces.last?.start == start { pieces.removeLast() }
        if pieces.last?.state != state { pieces.append(Piece(start: start, state: state)) }
    }

    private func spans(beginningOn date: LocalDate) -> [LocalSpan] {
        exceptions[date] ?? week[date.weekday - 1]
    }

    private func append(_ span: LocalSpan, of date: LocalDate, to list: inout [Moments]) {
        let start = zone.firstMoment(from: date.localSecond(atMinute: span.start))
        let end = zone.endOfMoments(before: date.localSecond(atMinute: span.end))
        if let last = list.last, start <= last.end {
            list[list.count - 1].end = max(last.end, end)
        } else if start < end {
            list.append(Moments(start: start, end: end))
        }
    }
}

// Reading the settings.
extension OpeningCalendar {
    private static func spans(_ intervals: [OpeningHours.LocalInterval], _ field: String) throws(Refusal) -> [LocalSpan]
    {
        var found: [(span: LocalSpan, index: Int)] = []
        for (index, interval) in intervals.enumerated() {
            found.append((try LocalSpan(interval, field: "\(field)[\(index)]"), index))
        }
        found.sort { $0.span.start < $1.span.start }
        for (first, second) in zip(found, found.dropFirst()) where second.span.start < first.span.end {
            let later = max(first.index, second.index)
            let earlier = min(first.index, second.index)
            throw Refusal(
                .invalidField,
                "\(text(intervals[later])) overlaps \(text(intervals[earlier])); make one interval of the two",
                field: "\(field)[\(later)]")
        }
        return found.map(\.span)
    }

    private static func lunch(_ lunch: OpeningHours.LocalInterval?) throws(Refusal) -> LocalSpan? {
        guard let lunch else { return nil }
        let span = try LocalSpan(lunch, field: "openingHours.lunch")
        guard span.end <= LocalSpan.day else {
            throw Refusal(
                .invalidField, "\(text(lunch)) runs over midnight; lunch begins and ends on the same day",
                field: "openingHours.lunch")
        }
        return span
    }

    private static func exceptions(_ exceptions: [OpeningHours.Exception]) throws(Refusal)
        -> [LocalDate: [LocalSpan]]
    {
        var spans: [LocalDate: [LocalSpan]] = [:]
        for (index, exception) in exceptions.enumerated() {
            let field = "openingHours.exceptions[\(index)]"
            guard let date = LocalDate(exception.date) else {
                throw Refusal(
                    .invalidField,
                    "\"\(exception.date.prefix(20))\" is not a date; write an existing one as YYYY-MM-DD",
                    field: field + ".date")
            }
            guard spans[date] == nil else {
                throw Refusal(
                    .invalidField, "\(exception.date) is there twice; put its intervals into one exception",
                    field: field + ".date")
            }
            spans[date] = try self.spans(exception.intervals, field + ".intervals")
        }
        return spans
    }

    private static func text(_ interval: OpeningHours.LocalInterval) -> String { "\(interval.from)–\(interval.to)" }
}
