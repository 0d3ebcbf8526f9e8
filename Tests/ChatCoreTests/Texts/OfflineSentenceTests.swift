import ChatContract
import Testing

@testable import ChatCore

@Suite("When it opens, in words")
struct OfflineSentenceTests {
    private func sentence(
        _ language: Language, _ now: Timestamp, _ opening: Timestamp?, _ state: OpeningState = .closed,
        zone: String = "Europe/Oslo"
    ) throws -> String? {
        language.texts.offlineSentence(
            state: state, nextOpening: opening, now: now, zone: try #require(ZoneDays(zone: zone)))
    }

    /// Today, tomorrow, on a weekday, on a date, after lunch.
    @Test(
        "in every language",
        arguments: [
            (
                Language.en,
                [
                    "We are open again today at 13:00.", "We are open again tomorrow at 08:00.",
                    "We are open again on Monday at 08:00.", "We are open again on 2 January at 08:00.",
                    "We are back from lunch at 12:30.",
                ]
            ),
            (
                .nl,
                [
                    "We zijn vandaag om 13:00 uur weer open.", "We zijn morgen om 08:00 uur weer open.",
                    "We zijn maandag om 08:00 uur weer open.", "We zijn op 2 januari om 08:00 uur weer open.",
                    "We zijn om 12:30 uur terug van de lunch.",
                ]
            ),
            (
                .de,
                [
                    "Wir sind heute um 13:00 Uhr wieder für Sie da.", "Wir sind morgen um 08:00 Uhr wieder für Sie da.",
                    "Wir sind am Montag um 08:00 Uhr wieder für Sie da.",
                    "Wir sind am 2. Januar um 08:00 Uhr wieder für Sie da.",
                    "Wir sind um 12:30 Uhr aus der Mittagspause zurück.",
                ]
            ),
            (
                .no,
                [
                    "Vi åpner igjen i dag kl. 13:00.", "Vi åpner igjen i morgen kl. 08:00.",
                    "Vi åpner igjen mandag kl. 08:00.", "Vi åpner igjen 2. januar kl. 08:00.",
                    "Vi er tilbake fra lunsj kl. 12:30.",
                ]
            ),
            (
                .da,
                [
                    "Vi åbner igen i dag kl. 13.00.", "Vi åbner igen i morgen kl. 08.00.",
                    "Vi åbner igen mandag kl. 08.00.", "Vi åbner igen den 2. januar kl. 08.00.",
                    "Vi er tilbage fra frokost kl. 12.30.",
                ]
            ),
            (
                .sv,
                [
                    "Vi öppnar igen i dag kl. 13:00.", "Vi öppnar igen i morgon kl. 08:00.",
                    "Vi öppnar igen på måndag kl. 08:00.", "Vi öppnar igen den 2 januari kl. 08:00.",
                    "Vi är tillbaka från lunchen kl. 12:30.",
                ]
            ),
        ])
    func languages(_ language: Language, _ expected: [String]) throws {
        #expect(try sentence(language, "2026-11-20T11:10:00Z", "2026-11-20T12:00:00Z") == expected[0])
        #expect(try sentence(language, "2026-11-19T16:00:00Z", "2026-11-20T07:00:00Z") == expected[1])
        #expect(try sentence(language, "2026-11-20T16:00:00Z", "2026-11-23T07:00:00Z") == expected[2])
        #expect(try sentence(language, "2025-12-23T16:00:00Z", "2026-01-02T07:00:00Z") == expected[3], "over New Year")
        #expect(try sentence(language, "2026-11-20T10:45:00Z", "2026-11-20T11:30:00Z", .lunch) == expected[4])
    }

    @Test("days are the channel's, not UTC's")
    func zones() throws {
        // 23:30 UTC is half past midnight in Oslo, and 18:30 of the day before in New York.
        #expect(
            try sentence(.en, "2026-12-31T23:30:00Z", "2027-01-01T07:00:00Z") == "We are open again today at 08:00.")
        #expect(
            try sentence(.en, "2026-12-31T23:30:00Z", "2027-01-01T14:00:00Z", zone: "America/New_York")
                == "We are open again tomorrow at 09:00.")
        #expect(
            try sentence(.en, "2026-12-31T12:00:00Z", "2026-12-31T23:00:00Z") == "We are open again tomorrow at 00:00.")
    }

    @Test("over a change of daylight saving")
    func daylightSaving() throws {
        #expect(
            try sentence(.en, "2026-03-28T15:00:00Z", "2026-03-29T06:00:00Z") == "We are open again tomorrow at 08:00.")
        #expect(
            try sentence(.en, "2026-10-24T22:30:00Z", "2026-10-25T22:59:00Z") == "We are open again today at 23:59.",
            "more than a day of 24 hours later")
        #expect(
            try sentence(.nl, "2026-10-23T15:00:00Z", "2026-10-26T07:00:00Z")
                == "We zijn maandag om 08:00 uur weer open.")
    }

    @Test("a weekday names no day of next week")
    func weekdays() throws {
        #expect(
            try sentence(.en, "2026-11-20T16:00:00Z", "2026-11-26T07:00:00Z")
                == "We are open again on Thursday at 08:00."
        )
        #expect(
            try sentence(.en, "2026-11-20T16:00:00Z", "2026-11-27T07:00:00Z")
                == "We are open again on 27 November at 08:00.")
        #expect(
            try sentence(.de, "2026-11-20T16:00:00Z", "2031-05-17T06:00:00Z")
                == "Wir sind am 17. Mai 2031 um 08:00 Uhr wieder für Sie da.", "years ahead")
    }

    @Test("no sentence where nobody knows")
    func none() throws {
        #expect(try sentence(.en, "2026-11-20T16:00:00Z", nil) == nil)
        #expect(try sentence(.en, "2026-11-20T10:00:00Z", "2026-11-23T07:00:00Z", .open) == nil)
        #expect(
            try sentence(.en, "2026-11-20T10:45:00Z", "2026-11-23T07:00:00Z", .lunch)
                == "We are open again on Monday at 08:00.", "lunch to the end of the day")
    }

    @Test("together with a calendar")
    func calendar() throws {
        let hours = OpeningHours(
            enabled: true, timeZone: "Europe/Amsterdam", lunch: .init(from: "12:00", to: "12:45"),
            exceptions: [.init(date: "2026-12-31", intervals: [.init(from: "08:00", to: "12:00")])]
                + ["2026-12-25", "2027-01-01"].map { .init(date: $0) })
        let calendar = try OpeningCalendar(hours)
        func say(_ now: Timestamp) throws -> String? {
            try sentence(.nl, now, calendar.nextOpening(after: now), calendar.state(at: now), zone: hours.timeZone)
        }
        #expect(try say("2026-12-31T10:00:00Z") == nil)
        #expect(try say("2026-12-31T11:30:00Z") == "We zijn maandag om 08:00 uur weer open.")
        #expect(try say("2026-12-30T11:30:00Z") == "We zijn om 12:45 uur terug van de lunch.")
        #expect(try say("2026-12-24T20:00:00Z") == "We zijn maandag om 08:00 uur weer open.")
    }

    @Test("dates as the language writes them, of the day that it is there")
    func dates() throws {
        let zone = try #require(ZoneDays(zone: "Europe/Oslo"))
        #expect(Texts.english.date("2026-03-28T23:00:00Z", zone) == "29 March 2026")
        #expect(Texts.swedish.date("2026-03-28T22:59:00Z", zone) == "28 mars 2026")
        #expect(Texts.german.date("2026-03-27T12:00:00Z", zone) == "27. März 2026")
        #expect(Texts.danish.date("2026-03-30T12:00:00Z", zone) == "30. marts 2026")
    }
}
