import ChatContract
import Foundation

/// When a zone's clocks changed from 2023 to 2029, found by looking at them every hour.
enum Transitions {
    static func all(_ name: String) -> [Timestamp] {
        guard let zone = TimeZone(identifier: name) else { return [] }
        func offset(_ minute: Int) -> Int {
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(minute * 60)))
        }
        let first = 27_874_080 // 2023-01-01T00:00Z
        let last = 31_556_160 // 2030-01-01T00:00Z
        return stride(from: first, to: last, by: 60).compactMap { hour in
            guard offset(hour) != offset(hour + 60) else { return nil }
            let minute = (hour...hour + 60).first { offset($0) != offset(hour) } ?? hour
            return Timestamp(milliseconds: Int64(minute) * 60_000)
        }
    }
}
