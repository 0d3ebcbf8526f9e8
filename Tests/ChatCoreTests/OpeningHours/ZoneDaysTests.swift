import ChatContract
import Testing

@testable import ChatCore

@Suite("Days of a zone")
struct ZoneDaysTests {
    @Test("the days of Oslo's changes")
    func oslo() throws {
        let days = try #require(ZoneDays(zone: "Europe/Oslo"))
        let noon: Timestamp = "2026-11-22T12:00:00Z"
        #expect(days.dayStart(containing: noon) == "2026-11-21T23:00:00Z")
        #expect(days.nextDay(after: noon) == "2026-11-22T23:00:00Z")
        #expect(days.hour(of: noon) == 13)
        #expect(days.weekday(of: noon) == 7)
        #expect(days.date(of: "2026-12-31T23:00:00Z") == "2027-01-01")
        #expect(days.date(of: "2026-12-31T22:59:59.999Z") == "2026-12-31")
        #expect(days.month(of: "2026-12-31T23:00:00Z") == "2027-01")
        #expect(days.instant(of: "2026-07-01") == "2026-06-30T22:00:00Z")
        #expect(days.instant(of: "2026-02-30") == nil)
        #expect(days.instant(of: "2026-07-01T00:00") == nil)
        #expect(length(days, "2026-03-29") == .minutes(23 * 60))
        #expect(length(days, "2026-10-25") == .minutes(25 * 60))
        #expect(length(days, "2026-10-26") == .minutes(24 * 60))
    }

    private func length(_ days: ZoneDays, _ date: String) -> Span? {
        days.instant(of: date).map { days.nextDay(after: $0) - $0 }
    }

    @Test(
        "every moment is in one day, days follow without a gap",
        arguments: [
            // Midnight happens twice or not at all in some of them; Apia had no 30 December 2011, St John's clock went
            // back from 00:01 to 23:01 until 2011.
            ("Europe/Oslo", "2026-01-01", 400), ("America/Havana", "2026-01-01", 400),
            ("Asia/Beirut", "2026-01-01", 400), ("America/Sao_Paulo", "2018-01-01", 400),
            ("Pacific/Apia", "2011-12-20", 20), ("America/St_Johns", "2010-10-01", 60),
            ("Australia/Lord_Howe", "2026-01-01", 400), ("Asia/Kathmandu", "2026-01-01", 40),
        ])
    func partition(_ zone: String, _ first: String, _ count: Int) throws {
        let days = try #require(ZoneDays(zone: zone))
        var start = try #require(days.instant(of: first))
        var dates: [String] = []
        for _ in 0..<count {
            let next = days.nextDay(after: start)
            #expect(start < next)
            #expect(next - start > .minutes(22 * 60) && next - start < .minutes(26 * 60))
            for moment in [start, start + .minutes(30), next - .minutes(30), next - .milliseconds(1)] {
                #expect(days.dayStart(containing: moment) == start, "\(moment)")
                #expect(days.nextDay(after: moment) == next, "\(moment)")
                #expect(days.date(of: moment) == days.date(of: start))
            }
            #expect(days.instant(of: days.date(of: start)) == start)
            dates.append(days.date(of: start))
            start = next
        }
        #expect(Set(dates).count == count)
        #expect(dates == dates.sorted())
        #expect(dates.contains("2011-12-30") == false)
    }

    @Test("before 1970 as well")
    func past() throws {
        let days = try #require(ZoneDays(zone: "UTC"))
        #expect(days.date(of: "1969-12-31T23:59:59.999Z") == "1969-12-31")
        #expect(days.hour(of: "1969-12-31T23:59:59.999Z") == 23)
        #expect(days.weekday(of: "1969-12-31T23:59:59.999Z") == 3)
        #expect(days.dayStart(containing: "1969-12-31T23:59:59.999Z") == "1969-12-31T00:00:00Z")
    }
}
