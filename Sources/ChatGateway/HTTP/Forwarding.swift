import HTTPTypes
import Hummingbird

/// Where a request came from and what it was sent to, as far as that can be believed.
enum Forwarding {
    /// Whether a page of this gateway itself asks: its `Origin` names the host that the request went to.
    static func isOwn(_ origin: String, _ request: Request) -> Bool {
        guard let host = request.head.authority, !host.isEmpty else { return false }
        return origin == "http://" + host || origin == "https://" + host
    }
}
