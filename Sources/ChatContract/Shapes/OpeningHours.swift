/// When a channel is open (spec section 5.1): local times in an IANA zone, several intervals a day, over midnight too.
public struct OpeningHours: Codable, Sendable, Equatable {
    /// Off: always open.
    public var enabled: Bool
    /// An IANA name, never an offset (guarantee 26).
    public var timeZone: String
    public var days: Days
    /// A break on every day: the channel is not open, and says so.
    public var lunch: LocalInterval?
    /// Days that are other than their weekday: holidays, long Thursdays.
    public var exceptions: [Exception]

    /// The intervals of each weekday.
    public struct Days: Codable, Sendable, Equatable {
        public var mon: [LocalInterval]
        public var tue: [LocalInterval]
        public var wed: [LocalInterval]
        public var thu: [LocalInterval]
        public var fri: [LocalInterval]
        public var sat: [LocalInterval]
        public var sun: [LocalInterval]

        /// Mondays to Fridays from 08:00 to 16:00 unless told.
        public init(
            mon: [LocalInterval] = [.usual], tue: [LocalInterval] = [.usual], wed: [LocalInterval] = [.usual],
            thu: [LocalInterval] = [.usual], fri: [LocalInterval] = [.usual], sat: [LocalInterval] = [],
            sun: [LocalInterval] = []
        ) {
            self.mon = mon
            self.tue = tue
            self.wed = wed
            self.thu = thu
            self.fri = fri
            self.sat = sat
            self.sun = sun
        }

        /// A weekday that is left out is closed.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                mon: try container.decode(forKey: .mon, otherwise: []),
                tue: try container.decode(forKey: .tue, otherwise: []),
                wed: try container.decode(forKey: .wed, otherwise: []),
                thu: try container.decode(forKey: .thu, otherwise: []),
                fri: try container.decode(forKey: .fri, otherwise: []),
                sat: try container.decode(forKey: .sat, otherwise: []),
                sun: try container.decode(forKey: .sun, otherwise: []))
        }
    }

    /// From a local time to a later one; to an earlier or the same one it runs over midnight. `HH:MM`, `24:00` as end.
    public struct LocalInterval: Codable, Sendable, Equatable {
        public var from: String
        public var to: String

        public init(from start: String, to end: String) {
            self.from = start
            self.to = end
        }

        public static let usual = LocalInterval(from: "08:00", to: "16:00")
    }

    /// What holds on one date instead of its weekday's intervals; none: closed all day.
    public struct Exception: Codable, Sendable, Equatable {
        /// `YYYY-MM-DD`, local.
        public var date: String
        public var intervals: [LocalInterval]

        public init(date: String, intervals: [LocalInterval] = []) {
            self.date = date
            self.intervals = intervals
        }
    }

    public init(
        enabled: Bool = false, timeZone: String = "Etc/UTC", days: Days = Days(), lunch: LocalInterval? = nil,
        exceptions: [Exception] = []
    ) {
        self.enabled = enabled
        self.timeZone = timeZone
        self.days = days
        self.lunch = lunch
        self.exceptions = exceptions
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            enabled: try container.decode(forKey: .enabled, otherwise: false),
            timeZone: try container.decode(forKey: .timeZone, otherwise: "Etc/UTC"),
            days: try container.decode(forKey: .days, otherwise: Days()),
            lunch: try container.decodeIfPresent(LocalInterval.self, forKey: .lunch),
            exceptions: try container.decode(forKey: .exceptions, otherwise: []))
    }
}
