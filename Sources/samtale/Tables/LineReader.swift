/// Reads a file line by line; a line ends with LF or CR LF.
struct LineReader {
    private let read: () throws -> [UInt8]?
    private var bytes: [UInt8] = []
    private var position = 0
    private(set) var number = 0

    /// - Parameter read: the next piece of the file; `nil` at its end.
    init(_ read: @escaping () throws -> [UInt8]?) { self.read = read }

    /// The next line that is not blank; `nil` at the end.
    mutating func next() throws -> (number: Int, bytes: [UInt8])? {
        while let line = try line() {
            number += 1
            if line.contains(where: { $0 > 0x20 }) { return (number, line) }
        }
        return nil
    }

    private mutating func line() throws -> [UInt8]? {
        // Where to go on looking for the end: the part before has been looked through.
        var start = position
        while true {
            if let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { position = end + 1 }
                let isCarriageReturn = end > position && bytes[end - 1] == UInt8(ascii: "\r")
                return Array(bytes[position..<(isCarriageReturn ? end - 1 : end)])
            }
            let length = bytes.count - position
            guard let more = try read() else {
                guard length > 0 else { return nil }
                defer { position = bytes.count }
                return Array(bytes[position...])
            }
            bytes.removeFirst(position)
            position = 0
            start = length
            bytes += more
        }
    }
}
