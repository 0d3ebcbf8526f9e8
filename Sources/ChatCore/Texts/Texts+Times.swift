import ChatContract

// Dates and times in words; formatters of the system's own would differ between machines.
extension Texts {
    /// The time of day by 24 hours, such as `13:05`.
    public func time(_ moment: Timestamp, _ zone: ZoneDays) -> String {
        let minute = zone.minuteOfDay(of: moment)
        let digits = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
        return Template.fill(time, ["hour": digits(minute / 60), "minute": digits(minute % 60)])
    }

    /// The date with its year, such as `22 November 2026`.
    public func date(_ moment: Timestamp, _ zone: ZoneDays) -> String { fullDate(zone.day(of: moment)) }

    /// The weekday's name: 1 is Monday, 7 is Sunday; `nil` for any other number.
    public func weekday(_ number: Int) -> String? {
        let names = [monday, tuesday, wednesday, thursday, friday, saturday, sunday]
        return names.indices.contains(number - 1) ? names[number - 1] : nil
    }

    /// The month's name: 1 is January; `nil` for any other number than 1 to 12.
    public func month(_ number: Int) -> String? {
        let names = [
            january, february, march, april, may, june, july, august, september, october, november, december,
        ]
        return names.indices.contains(number - 1) ? names[number - 1] : nil
    }

    /// When it opens, such as "We are open again tomorrow at 08:00."
    ///
    /// - Parameters:
    ///   - state: why nobody answers; after lunch the sentence says so.
    ///   - nextOpening: as ``OpeningCalendar/nextOpening(after:)`` gives it.
    ///   - zone: the channel's.
    /// - Returns: `nil` when it is open (nobody can say when an agent comes) or will not open again.
    public func offlineSentence(
        state: OpeningState, nextOpening: Timestamp?, now: Timestamp, zone: ZoneDays
    ) -> String? {
        guard state != .open, let nextOpening else { return nil }
        let time = time(nextOpening, zone)
        let date = zone.day(of: nextOpening)
        switch date.day - zone.day(of: now).day {
        case 0:
            return Template.fill(state == .lunch ? lunchEnds : opensToday, ["time": time])
        case 1:
            return Template.fill(opensTomorrow, ["time": time])
        case 2...6:
            return Template.fill(opensOnWeekday, ["weekday": weekday(date.weekday) ?? "", "time": time])
        case 7...300:
            return Template.fill(opensOnDate, ["date": dayAndMonth(date), "time": time])
        default:
            // So far ahead that the day alone might be taken for this year's.
            return Template.fill(opensOnDate, ["date": fullDate(date), "time": time])
        }
    }

    private func dayAndMonth(_ date: LocalDate) -> String { Template.fill(dayAndMonth, variables(date)) }

    private func fullDate(_ date: LocalDate) -> String { Template.fill(fullDate, variables(date)) }

    private func variables(_ date: LocalDate) -> [String: String] {
        let (year, month, day) = date.parts
        return ["year": "\(year)", "month": self.month(month) ?? "", "day": "\(day)"]
    }
}
