import ChatContract
import Testing

@testable import ChatCore

@Suite("What opening hours may hold")
struct OpeningRulesTests {
    private typealias Interval = OpeningHours.LocalInterval

    private func refusal(_ change: (inout OpeningHours) -> Void) -> Refusal? {
        var hours = OpeningHours()
        change(&hours)
        do throws(Refusal) {
            _ = try OpeningCalendar(hours)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "zones that are",
        arguments: [
            "Europe/Oslo", "Etc/UTC", "UTC", "GMT", "America/Argentina/Buenos_Aires", "Asia/Kathmandu",
            "Australia/Lord_Howe", "Europe/Kyiv", "US/Eastern",
        ])
    func zones(_ zone: String) {
        #expect(refusal { $0.timeZone = zone } == nil)
        #expect(ZoneDays(zone: zone) != nil)
    }

    @Test(
        "zones that are not",
        arguments: [
            "", "GMT+2", "UTC+1", "GMT+0200", "+02:00", "-0330", "2", "Etc/GMT+2", "Etc/GMT-14", "UTC/GMT+1", "CEST",
            "europe/oslo", "Europe/Atlantis", "W. Europe Standard Time", "Europe/Oslo ", "../Europe/Oslo",
            "Europe/../Europe/Oslo", "/etc/localtime", "Europe/Oslo\n", "Europe/Oslo\u{0}",
        ])
    func noZones(_ zone: String) {
        let refusal = refusal { $0.timeZone = zone }
        #expect(refusal?.field == "openingHours.timeZone")
        #expect(refusal?.code == .invalidField)
        #expect(refusal?.detail.contains("Europe/Oslo, not an offset") == true)
        #expect(ZoneDays(zone: zone) == nil)
    }

    @Test("times, intervals and dates")
    func fields() {
        let table: [(String?, (inout OpeningHours) -> Void)] = [
            (nil, { $0.days.mon = [Interval(from: "00:00", to: "24:00")] }),
            (nil, { $0.days.mon = [Interval(from: "23:59", to: "00:00")] }),
            ("openingHours.days.mon[0].from", { $0.days.mon[0].from = "24:00" }),
            ("openingHours.days.tue[0].from", { $0.days.tue[0].from = "8:00" }),
            ("openingHours.days.wed[0].from", { $0.days.wed[0].from = "08.00" }),
            ("openingHours.days.thu[0].from", { $0.days.thu[0].from = "08:60" }),
            ("openingHours.days.fri[0].from", { $0.days.fri[0].from = "" }),
            ("openingHours.days.fri[0].from", { $0.days.fri[0].from = "٠٨:٠٠" }),
            ("openingHours.days.fri[0].from", { $0.days.fri[0].from = "+8:00" }),
            ("openingHours.days.sat[0].to", { $0.days.sat = [Interval(from: "08:00", to: "24:01")] }),
            ("openingHours.days.sun[1].to", { $0.days.sun = [.usual, Interval(from: "18:00", to: "25:00")] }),
            ("openingHours.days.mon[1]", { $0.days.mon = [.usual, Interval(from: "15:59", to: "17:00")] }),
            ("openingHours.days.mon[1]", { $0.days.mon = [.usual, Interval(from: "07:00", to: "08:01")] }),
            ("openingHours.days.mon[1]", { $0.days.mon = [.usual, .usual] }),
            ("openingHours.days.mon[1]", { $0.days.mon = [Interval(from: "15:00", to: "02:00"), .usual] }),
            (nil, { $0.days.mon = [.usual, Interval(from: "16:00", to: "17:00")] }),
            (nil, { $0.days.mon = [Interval(from: "22:00", to: "06:00"), Interval(from: "00:00", to: "07:00")] }),
            ("openingHours.lunch.to", { $0.lunch = Interval(from: "11:30", to: "12") }),
            ("openingHours.lunch", { $0.lunch = Interval(from: "23:30", to: "00:30") }),
            ("openingHours.lunch", { $0.lunch = Interval(from: "12:00", to: "12:00") }),
            (nil, { $0.lunch = Interval(from: "11:30", to: "12:30") }),
            (nil, { $0.exceptions = [.init(date: "2028-02-29")] }),
            ("openingHours.exceptions[0].date", { $0.exceptions = [.init(date: "2027-02-29")] }),
            ("openingHours.exceptions[0].date", { $0.exceptions = [.init(date: "2027-13-01")] }),
            ("openingHours.exceptions[0].date", { $0.exceptions = [.init(date: "17-05-2027")] }),
            ("openingHours.exceptions[0].date", { $0.exceptions = [.init(date: "2027-5-17")] }),
            (
                "openingHours.exceptions[1].date",
                { $0.exceptions = [.init(date: "2027-05-17"), .init(date: "2027-05-17", intervals: [.usual])] }
            ),
            (
                "openingHours.exceptions[1].intervals[0].to",
                {
                    $0.exceptions = [
                        .init(date: "2027-05-17"),
                        .init(date: "2027-05-18", intervals: [Interval(from: "08:00", to: "noon")]),
                    ]
                }
            ),
        ]
        for (field, change) in table {
            for isEnabled in [true, false] {
                let refusal = refusal {
                    $0.enabled = isEnabled
                    change(&$0)
                }
                #expect(refusal?.field == field)
                #expect(refusal?.code == field.map { _ in .invalidField })
            }
        }
    }

    @Test("a refusal names the value and the remedy")
    func details() {
        #expect(
            refusal { $0.days.mon[0].from = "24:00" }?.detail
                == "\"24:00\" is not a local time; write it as HH:MM, 00:00 to 23:59")
        #expect(
            refusal { $0.days.mon = [.usual, Interval(from: "15:00", to: "17:00")] }?.detail
                == "15:00–17:00 overlaps 08:00–16:00; make one interval of the two")
        #expect(
            refusal { $0.lunch = Interval(from: "23:30", to: "00:30") }?.detail
                == "23:30–00:30 runs over midnight; lunch begins and ends on the same day")
        #expect(
            refusal { $0.exceptions = [.init(date: "2027-02-29")] }?.detail
                == "\"2027-02-29\" is not a date; write an existing one as YYYY-MM-DD")
    }
}
