import Dispatch
import Foundation

/// Asks the system what a host name stands for.
public enum HostLookup {
    /// All addresses, in the system's order; none when the name is not known.
    public static func addresses(of host: String) async -> [HostAddress] {
        if let address = HostAddress(host) { return [address] }
        // The system's resolver blocks.
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: ask(host)) }
        }
    }

    private static func ask(_ host: String) -> [HostAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &first) == 0 else { return [] }
        defer { freeaddrinfo(first) }
        var found: [HostAddress] = []
        var next = first
        while let entry = next {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let info = entry.pointee
            if getnameinfo(info.ai_addr, info.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0,
                let address = HostAddress(String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)),
                !found.contains(address)
            {
                found.append(address)
            }
            next = info.ai_next
        }
        return found
    }
}
