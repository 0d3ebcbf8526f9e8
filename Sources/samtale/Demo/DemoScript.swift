import ChatContract
import ChatCore

/// How the demo tells what happens.
enum DemoScript {
    /// A line: when, who, does or sees, what.
    static func line(_ who: String, _ how: String, _ what: String) {
        let time = LogLine.now.description.dropFirst(11).prefix(12)
        Console.print("\(time)  \(padded(who, 8))\(padded(how, 6))\(what)")
    }

    /// An event in words.
    static func words(_ event: Event) -> String {
        switch event.data {
        case .read(let read): "the \(read.by.rawValue) read up to \(read.through)"
        case .listened(let listening): "\(listening.agent) listens"
        case .unlistened(let listening): "\(listening.agent) listens no more"
        case .statusChanged: "the status is \(event.status.rawValue)"
        default: Transcript.line(event).map { String($0.dropFirst(10)) } ?? event.type.rawValue
        }
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
