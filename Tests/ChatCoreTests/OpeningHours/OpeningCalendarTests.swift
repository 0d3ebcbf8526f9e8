import ChatContract
import Testing

@testable import ChatCore

@Suite("Opening hours")
struct OpeningCalendarTests {
    private typealias Interval = OpeningHours.LocalInterval

    private func oslo(_ change: (inout OpeningHours) -> Void = { _ in }) throws(Refusal) -> OpeningCalendar {
        var hours = OpeningHours(enabled: true, timeZone: "Europe/Oslo")
        change(&hours)
        return try OpeningCalendar(hours)
    }

    @Test("switched off is always open")
    func off() throws {
        let calendar = try OpeningCalendar(OpeningHours())
        #expect(calendar.state(at: "2026-11-22T03:00:00Z") == .open)
        #expect(calendar.nextChange(after: "2026-11-22T03:00:00Z") == nil)
        #expect(calendar.nextOpening(after: "2026-11-22T03:00:00Z") == nil)
        #expect(calendar.openTime(from: "2026-11-20T00:00:00Z", to: "2026-11-22T00:00:00Z") == .days(2))
        #expect(calendar.openTime(from: "2026-11-22T00:00:00Z", to: "2026-11-20T00:00:00Z") == .zero)
    }

    @Test("the usual week")
    func usual() throws {
        let calendar = try oslo()
        // 2026-11-20 is a Friday; Oslo is an hour ahead in winter.
        #expect(calendar.state(at: "2026-11-20T06:59:59.999Z") == .closed)
        #expect(calendar.state(at: "2026-11-20T07:00:00Z") == .open)
        #expect(calendar.state(at: "2026-11-20T14:59:59.999Z") == .open)
        #expect(calendar.state(at: "2026-11-20T15:00:00Z") == .closed)
        #expect(calendar.nextChange(after: "2026-11-20T07:00:00Z") == "2026-11-20T15:00:00Z")
        #expect(calendar.nextChange(after: "2026-11-20T15:00:00Z") == "2026-11-23T07:00:00Z")
        #expect(calendar.nextOpening(after: "2026-11-20T08:00:00Z") == "2026-11-23T07:00:00Z")
        #expect(calendar.openTime(from: "2026-11-16T00:00:00Z", to: "2026-11-23T00:00:00Z") == .minutes(5 * 8 * 60))
        // In summer it opens an hour earlier in UTC.
        #expect(calendar.isOpen(at: "2026-07-01T06:00:00Z"))
    }

    @Test("lunch cuts what is open, and only that")
    func lunch() throws {
        let calendar = try oslo { $0.lunch = Interval(from: "11:30", to: "12:30") }
        #expect(calendar.state(at: "2026-11-20T10:30:00Z") == .lunch)
        #expect(calendar.state(at: "2026-11-20T11:30:00Z") == .open)
        #expect(calendar.state(at: "2026-11-21T10:45:00Z") == .closed, "no lunch on a closed Saturday")
        #expect(calendar.nextChange(after: "2026-11-20T08:00:00Z") == "2026-11-20T10:30:00Z")
        #expect(calendar.nextOpening(after: "2026-11-20T08:00:00Z") == "2026-11-20T11:30:00Z")
        #expect(calendar.openTime(from: "2026-11-20T00:00:00Z", to: "2026-11-21T00:00:00Z") == .minutes(7 * 60))
        let eatsAll = try oslo {
            $0.days = .init(mon: [Interval(from: "11:00", to: "12:00")], tue: [], wed: [], thu: [], fri: [])
            $0.lunch = Interval(from: "10:00", to: "13:00")
        }
        #expect(eatsAll.nextOpening(after: "2026-11-20T08:00:00Z") == nil)
        #expect(eatsAll.nextChange(after: "2026-11-20T08:00:00Z") == "2026-11-23T10:00:00Z")
        #expect(eatsAll.state(at: "2026-11-23T10:30:00Z") == .lunch)
        let atOpening = try oslo { $0.lunch = Interval(from: "07:00", to: "09:00") }
        #expect(atOpening.nextChange(after: "2026-11-20T05:00:00Z") == "2026-11-20T07:00:00Z")
        #expect(atOpening.state(at: "2026-11-20T07:00:00Z") == .lunch)
    }

    @Test("over midnight: the night belongs to the day on which it begins")
    func overnight() throws {
        let night = [Interval(from: "22:00", to: "06:00")]
        let calendar = try oslo {
            $0.days = .init(mon: [], tue: [], wed: [], thu: [], fri: night)
            $0.exceptions = [.init(date: "2026-11-28"), .init(date: "2026-12-04")]
        }
        #expect(!calendar.isOpen(at: "2026-11-20T04:00:00Z"), "Friday morning is Thursday's night")
        #expect(calendar.isOpen(at: "2026-11-20T21:00:00Z"))
        #expect(calendar.isOpen(at: "2026-11-21T04:59:59.999Z"))
        #expect(calendar.nextChange(after: "2026-11-20T22:00:00Z") == "2026-11-21T05:00:00Z")
        #expect(calendar.isOpen(at: "2026-11-28T04:00:00Z"), "the night before runs into the holiday")
        #expect(
            calendar.nextOpening(after: "2026-11-28T05:00:00Z") == "2026-12-11T21:00:00Z", "one Friday is a holiday")
    }

    @Test("two intervals a day, and a day around the clock")
    func intervals() throws {
        let calendar = try oslo {
            $0.days = .init(
                mon: [Interval(from: "13:00", to: "17:00"), Interval(from: "08:00", to: "12:00")],
                tue: [Interval(from: "00:00", to: "24:00")], wed: [Interval(from: "00:00", to: "00:00")], thu: [],
                fri: [Interval(from: "08:00", to: "12:00"), Interval(from: "12:00", to: "13:00")])
        }
        #expect(calendar.state(at: "2026-11-23T11:30:00Z") == .closed)
        #expect(calendar.nextChange(after: "2026-11-23T12:30:00Z") == "2026-11-23T16:00:00Z")
        #expect(
            calendar.nextChange(after: "2026-11-23T23:00:00Z") == "2026-11-25T23:00:00Z", "two days without a change")
        #expect(calendar.nextChange(after: "2026-11-27T07:00:00Z") == "2026-11-27T12:00:00Z", "what meets is one")
        #expect(
            calendar.openTime(from: "2026-11-23T00:00:00Z", to: "2026-11-30T00:00:00Z") == .minutes((8 + 48 + 5) * 60))
    }

    @Test("holidays, and an exception far away")
    func exceptions() throws {
        let calendar = try oslo {
            $0.exceptions = [
                .init(date: "2026-12-25"), .init(date: "2026-12-24", intervals: [Interval(from: "09:00", to: "11:00")]),
            ]
        }
        #expect(calendar.state(at: "2026-12-24T07:30:00Z") == .closed)
        #expect(calendar.nextChange(after: "2026-12-24T07:30:00Z") == "2026-12-24T08:00:00Z")
        #expect(calendar.nextOpening(after: "2026-12-24T10:00:00Z") == "2026-12-28T07:00:00Z")
        let always = [Interval(from: "00:00", to: "24:00")]
        let shut = try oslo {
            $0.days = .init(mon: always, tue: always, wed: always, thu: always, fri: always, sat: always, sun: always)
            $0.exceptions = [.init(date: "2031-05-17"), .init(date: "2020-05-17")]
        }
        #expect(shut.nextChange(after: "2026-11-22T00:00:00Z") == "2031-05-16T22:00:00Z")
        #expect(shut.nextOpening(after: "2026-11-22T00:00:00Z") == "2031-05-17T22:00:00Z")
        #expect(shut.nextChange(after: "2031-05-17T22:00:00Z") == nil)
        let once = try oslo {
            $0.days = .init(mon: [], tue: [], wed: [], thu: [], fri: [])
            $0.exceptions = [.init(date: "2031-05-17", intervals: [Interval(from: "23:00", to: "01:00")])]
        }
        #expect(once.nextOpening(after: "2026-11-22T00:00:00Z") == "2031-05-17T21:00:00Z")
        #expect(once.nextChange(after: "2031-05-17T21:00:00Z") == "2031-05-17T23:00:00Z")
        #expect(once.nextChange(after: "2031-05-17T23:00:00Z") == nil)
        let holidays = try oslo {
            $0.days = .init(tue: [], wed: [], thu: [], fri: [])
            $0.exceptions = ["2026-11-23", "2026-11-30", "2026-12-07"].map { .init(date: $0) }
        }
        #expect(
            holidays.nextOpening(after: "2026-11-17T00:00:00Z") == "2026-12-14T07:00:00Z", "three weeks of holidays")
    }

    @Test("never, and always around the clock, change never")
    func never() throws {
        let none = try oslo { $0.days = .init(mon: [], tue: [], wed: [], thu: [], fri: []) }
        #expect(none.state(at: "2026-11-23T10:00:00Z") == .closed)
        #expect(none.nextChange(after: "2026-11-23T10:00:00Z") == nil)
        #expect(none.openTime(from: "2020-01-01T00:00:00Z", to: "2030-01-01T00:00:00Z") == .zero)
        let day = [Interval(from: "00:00", to: "24:00")]
        for zone in ["Europe/Oslo", "America/Havana", "Asia/Beirut"] {
            let always = try oslo {
                $0.timeZone = zone
                $0.days = .init(mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day)
            }
            #expect(always.nextChange(after: "2026-03-23T10:00:00Z") == nil)
            #expect(always.openTime(from: "2020-01-01T00:00:00Z", to: "2030-01-01T00:00:00Z") == .days(3653))
        }
    }

    @Test("daylight saving inside an interval's edge")
    func edges() throws {
        func sunday(_ from: String, _ to: String) throws(Refusal) -> OpeningCalendar {
            try oslo {
                $0.days = .init(
                    mon: [], tue: [], wed: [], thu: [], fri: [], sun: [Interval(from: from, to: to)])
            }
        }
        let spring: Timestamp = "2026-03-29T01:00:00Z"
        let autumn: Timestamp = "2026-10-25T01:00:00Z"
        func open(_ calendar: OpeningCalendar, around moment: Timestamp) -> Span {
            calendar.openTime(from: moment - .minutes(300), to: moment + .minutes(300))
        }
        let fromGap = try sunday("02:30", "04:00")
        #expect(fromGap.nextOpening(after: spring - .minutes(60)) == spring, "a start in the gap is right after it")
        #expect(open(fromGap, around: spring) == .minutes(60))
        #expect(open(try sunday("01:00", "02:30"), around: spring) == .minutes(60))
        #expect(open(try sunday("02:10", "02:40"), around: spring) == .zero, "an interval in the gap does not happen")
        #expect(try sunday("02:10", "02:40").nextOpening(after: "2026-03-23T00:00:00Z") == "2026-04-05T00:10:00Z")
        #expect(open(try sunday("01:00", "04:00"), around: autumn) == .minutes(240))
        #expect(open(try sunday("02:00", "03:00"), around: autumn) == .minutes(120), "the hour that happens twice")
        #expect(open(try sunday("01:00", "02:00"), around: autumn) == .minutes(60), "it ends before it, not inside")
        #expect(open(try sunday("01:00", "02:30"), around: autumn) == .minutes(150), "up to the second 02:30")
        #expect(open(try sunday("02:30", "04:00"), around: autumn) == .minutes(150), "from the first 02:30")
        #expect(open(try sunday("02:15", "02:45"), around: autumn) == .minutes(90), "without a hole")
    }

    @Test("worked example 5: the autumn change in Oslo")
    func workedExample() throws {
        let day = [Interval(from: "00:00", to: "24:00")]
        let business = try oslo { $0.days = .init(sun: [.usual]) }
        let always = try oslo { $0.days = .init(sat: day, sun: day) }
        let zone = try #require(ZoneDays(zone: "Europe/Oslo"))
        let start = try #require(zone.instant(of: "2026-10-25"))
        let end = zone.nextDay(after: start)
        #expect(end - start == .minutes(25 * 60))
        #expect(business.openTime(from: start, to: end) == .minutes(8 * 60))
        #expect(always.openTime(from: start, to: end) == .minutes(25 * 60))
        #expect(always.openTime(from: "2026-10-25T01:30:00+02:00", to: "2026-10-25T03:30:00+01:00") == .minutes(180))
        let named = stride(from: start.milliseconds, to: end.milliseconds, by: 3_600_000)
            .map { zone.hour(of: Timestamp(milliseconds: $0)) }
        #expect(named == [0, 1, 2, 2] + Array(3...23))
    }

    @Test("a year is the sum of its days")
    func year() throws {
        let calendar = try oslo { $0.lunch = Interval(from: "11:30", to: "12:00") }
        let zone = try #require(ZoneDays(zone: "Europe/Oslo"))
        let start: Timestamp = "2026-01-14T10:20:30.456Z"
        let end: Timestamp = "2027-03-30T09:08:07.654Z"
        var sum = Span.zero
        var from = start
        while from < end {
            let to = min(zone.nextDay(after: from), end)
            sum += calendar.openTime(from: from, to: to)
            from = to
        }
        #expect(calendar.openTime(from: start, to: end) == sum)
        #expect(sum > .days(90))
    }

    @Test("before 1970 and far ahead")
    func far() throws {
        let calendar = try oslo()
        #expect(calendar.isOpen(at: "1969-12-31T12:00:00Z"))
        #expect(calendar.nextChange(after: "1969-12-31T12:00:00.001Z") == "1969-12-31T15:00:00Z")
        #expect(calendar.isOpen(at: "2999-07-01T08:00:00Z"))
    }
}
