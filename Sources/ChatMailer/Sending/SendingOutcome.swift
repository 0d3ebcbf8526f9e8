/// What came of handing a mail to the server.
enum SendingOutcome: Sendable, Equatable {
    case sent
    /// Later it may work: nobody answers, or the server says so (4xx).
    case temporary(String)
    /// It will never work: the server refused this mail (5xx).
    case permanent(String)

    /// Reads what curl leaves behind.
    ///
    /// - Parameters:
    ///   - exit: curl's exit code.
    ///   - output: the server's lines, and in the last line the code of its last answer (000: none).
    ///   - complaint: what curl said on standard error.
    init(exit: Int32, output: String, complaint: String) {
        guard exit != 0 else {
            self = .sent
            return
        }
        let lines = output.split(whereSeparator: \.isNewline).map(String.init)
        let code = lines.last ?? ""
        let answer = lines.dropLast().filter { !code.isEmpty && $0.hasPrefix(code) }
            .map { HeaderText.oneLine(String($0.dropFirst(4))) }.joined(separator: " ")
        let own = complaint.split(whereSeparator: \.isNewline).last.map { HeaderText.oneLine(String($0)) } ?? ""
        let isRefused = code.count == 3 && code.hasPrefix("5")
        let reason = answer.isEmpty || !(code.hasPrefix("4") || isRefused) ? own : "\(code) \(answer)"
        // A login or TLS that is refused is the settings' fault, not the mail's: that can be put right.
        let isOfSettings = ["530", "534", "535", "538"].contains(code) || [58, 59, 60, 64, 67, 77].contains(exit)
        self = isRefused && !isOfSettings ? .permanent(reason) : .temporary(reason)
    }
}
