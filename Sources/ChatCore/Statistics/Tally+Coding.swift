/// The stored form: what is not zero, in the order of its numbers, as variable-length whole numbers.
///
/// About 100 bytes for a quarter of an hour. Equal tallies have equal bytes, and bytes that are read are written again
/// as they were.
extension Tally {
    private static let version: UInt8 = 1

    /// The bytes.
    public var bytes: [UInt8] {
        var writer = VarintWriter()
        writer.bytes.append(Self.version)
        writer.append(revision)
        let counters = Counter.allCases.filter { self[$0] != 0 }.sorted { $0.rawValue < $1.rawValue }
        writer.append(Int64(counters.count))
        for counter in counters {
            writer.append(Int64(counter.rawValue))
            writer.append(self[counter])
        }
        let measures = Measure.allCases.filter { self[$0].count > 0 }.sorted { $0.rawValue < $1.rawValue }
        writer.append(Int64(measures.count))
        for measure in measures {
            let measured = self[measure]
            writer.append(Int64(measure.rawValue))
            writer.append(measured.count)
            writer.append(measured.sum)
            writer.append(measured.maximum)
            writer.append(Int64(measured.histogram.cells.count))
            var last = 0
            for cell in measured.histogram.cells {
                writer.append(Int64(cell.bucket - last))
                writer.append(cell.count)
                last = cell.bucket
            }
        }
        return writer.bytes
    }

    /// Reads the bytes; `nil` when they are none of a tally.
    public init?(bytes: [UInt8]) {
        guard bytes.first == Self.version else { return nil }
        self.init()
        var reader = VarintReader(bytes: bytes, position: 1)
        guard let revision = reader.next(), let counters = reader.next() else { return nil }
        self.revision = revision
        for _ in 0..<max(0, counters) {
            guard let code = reader.index(below: Counter.byCode.count), let counter = Counter.byCode[code],
                let value = reader.next()
            else { return nil }
            add(counter, value)
        }
        guard let measures = reader.next() else { return nil }
        for _ in 0..<max(0, measures) {
            guard let code = reader.index(below: Measure.byCode.count), let measure = Measure.byCode[code],
                let count = reader.next(), count > 0, let sum = reader.next(), let maximum = reader.next(),
                let cells = reader.cells(), let histogram = Histogram(cells: cells)
            else { return nil }
            var measured = Measured()
            measured.count = count
            measured.sum = sum
            measured.maximum = maximum
            measured.histogram = histogram
            add(measure, measured)
        }
        guard reader.isAtEnd else { return nil }
    }
}

/// Writes whole numbers in seven bits a byte, the sign in the lowest bit.
private struct VarintWriter {
    var bytes: [UInt8] = []

    mutating func append(_ number: Int64) {
        var rest = UInt64(bitPattern: (number << 1) ^ (number >> 63))
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}

private struct VarintReader {
    let bytes: [UInt8]
    var position: Int

    var isAtEnd: Bool { position == bytes.count }

    mutating func next() -> Int64? {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while position < bytes.count, shift < 64 {
            let byte = bytes[position]
            position += 1
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1) }
            shift += 7
        }
        return nil
    }

    mutating func index(below limit: Int) -> Int? {
        guard let number = next(), number >= 0, number < Int64(limit) else { return nil }
        return Int(number)
    }

    mutating func cells() -> [Histogram.Cell]? {
        guard let count = next(), count >= 0, count <= Int64(bytes.count) else { return nil }
        var cells: [Histogram.Cell] = []
        cells.reserveCapacity(Int(count))
        var bucket = 0
        for _ in 0..<count {
            guard let step = next(), step >= 0, step < 1 << 20, let number = next() else { return nil }
            bucket += Int(step)
            cells.append(Histogram.Cell(bucket: bucket, count: number))
        }
        return cells
    }
}
