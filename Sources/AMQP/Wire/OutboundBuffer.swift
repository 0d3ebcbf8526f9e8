/// Encoded frames that wait to be written, in one piece of memory.
///
/// Belongs to one connection and is used by its owner thread only.
final class OutboundBuffer {
    /// Frames longer than this are not accepted by the broker.
    let frameMax: Int
    private var memory: UnsafeMutableRawPointer
    private var capacity: Int
    private var start = 0
    private var end = 0
    /// Set when something was to be encoded that the wire cannot carry.
    private var isOverlong = false

    init(frameMax: Int, capacity: Int = 16_384) {
        self.frameMax = frameMax
        self.capacity = capacity
        self.memory = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit {
        self.memory.deallocate()
    }

    var count: Int { self.end - self.start }

    var isEmpty: Bool { self.end == self.start }

    /// What is to be written. Valid until the buffer changes.
    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: self.memory + self.start, count: self.count)
    }

    func consume(_ count: Int) {
        self.start += count
        if self.start == self.end {
            self.start = 0
            self.end = 0
        }
    }

    // MARK: Frames

    /// Encodes frames; on `false` from inside, or if something is too long for the wire, the buffer is as before.
    ///
    /// - Returns: Whether they were encoded.
    func transaction(_ encode: () -> Bool) -> Bool {
        let before = self.count
        self.isOverlong = false
        if encode(), !self.isOverlong { return true }
        self.end = self.start + before
        return false
    }

    /// Encodes a method frame.
    func method(_ id: MethodID, channel: UInt16, _ arguments: () -> Void) {
        self.frame(type: 1, channel: channel) {
            self.put(id.rawValue)
            arguments()
        }
    }

    func heartbeat() {
        self.frame(type: 8, channel: 0) {}
    }

    /// Encodes a frame around what `payload` encodes.
    @inline(__always)
    private func frame(type: UInt8, channel: UInt16, _ payload: () -> Void) {
        let offset = self.count
        self.reserve(7)
        self.put(type)
        self.put(channel)
        self.put(UInt32(0))
        payload()
        self.put(UInt8(0xCE))
        let length = self.count - offset
        if length > self.frameMax { self.isOverlong = true }
        let sizeField = self.memory + self.start + offset + 3
        sizeField.storeBytes(of: UInt32(length - 8).bigEndian, as: UInt32.self)
    }

    /// Encodes a message: method, header and as many body frames as it takes.
    ///
    /// - Returns: `false` if it cannot be carried; nothing was encoded then.
    func publish(_ publishing: borrowing Publishing, channel: UInt16) -> Bool {
        let before = self.count
        self.isOverlong = false
        self.reserve(publishing.body.count + 512)
        self.frame(type: 1, channel: channel) {
            self.put(MethodID.basicPublish.rawValue)
            self.put(UInt16(0))
            self.put(short: publishing.exchange)
            self.put(short: publishing.routingKey)
            self.put(UInt8(publishing.mandatory ? 1 : 0))
        }
        self.frame(type: 2, channel: channel) {
            self.put(UInt16(60))
            self.put(UInt16(0))
            self.put(UInt64(publishing.body.count))
            self.put(publishing.properties)
        }
        if self.isOverlong {
            self.end = self.start + before
            return false
        }
        publishing.body.withUnsafeBytes { body in
            var rest = body[...]
            while !rest.isEmpty {
                let piece = rest.prefix(self.frameMax - 8)
                self.frame(type: 3, channel: channel) { self.put(raw: UnsafeRawBufferPointer(rebasing: piece)) }
                rest = rest[piece.endIndex...]
            }
        }
        return true
    }

    // MARK: Values

    @inline(__always)
    func put<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number) {
        let size = MemoryLayout<Number>.size
        self.reserve(size)
        (self.memory + self.end).storeBytes(of: number.bigEndian, as: Number.self)
        self.end += size
    }

    func put(raw bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        self.reserve(bytes.count)
        (self.memory + self.end).copyMemory(from: source, byteCount: bytes.count)
        self.end += bytes.count
    }

    /// A short string: at most 255 bytes.
    func put(short text: String) {
        let count = text.utf8.count
        guard count <= 255 else {
            self.isOverlong = true
            return
        }
        self.put(UInt8(count))
        self.put(utf8: text, count: count)
    }

    /// A long string.
    func put(long text: String) {
        let count = text.utf8.count
        self.put(UInt32(truncatingIfNeeded: count))
        self.put(utf8: text, count: count)
    }

    private func put(utf8 text: String, count: Int) {
        self.reserve(count)
        let copied: Void? = text.utf8.withContiguousStorageIfAvailable { self.put(raw: UnsafeRawBufferPointer($0)) }
        if copied == nil { // a bridged or foreign string
            for byte in text.utf8 { self.put(byte) }
        }
    }

    /// Up to eight truth values share one octet, the first in the lowest bit.
    func put(bits: Bool...) {
        var octet: UInt8 = 0
        for (index, bit) in bits.enumerated() where bit { octet |= 1 << UInt8(index) }
        self.put(octet)
    }

    func put(_ table: Table) {
        self.counted {
            for entry in table.entries {
                self.put(short: entry.key)
                self.put(entry.value)
            }
        }
    }

    /// Puts a 32-bit count of bytes before what is encoded.
    private func counted(_ encode: () -> Void) {
        let offset = self.count
        self.put(UInt32(0))
        encode()
        let length = self.count - offset - 4
        (self.memory + self.start + offset).storeBytes(
            of: UInt32(truncatingIfNeeded: length).bigEndian, as: UInt32.self)
    }

    /// The type letters are RabbitMQ's, which differ from the specification's for `s` and `l`.
    private func put(_ value: FieldValue) {
        func tag(_ letter: Unicode.Scalar) { self.put(UInt8(ascii: letter)) }
        switch value {
        case .boolean(let value):
            tag("t")
            self.put(UInt8(value ? 1 : 0))
        case .int8(let value):
            tag("b")
            self.put(value)
        case .uint8(let value):
            tag("B")
            self.put(value)
        case .int16(let value):
            tag("s")
            self.put(value)
        case .uint16(let value):
            tag("u")
            self.put(value)
        case .int32(let value):
            tag("I")
            self.put(value)
        case .uint32(let value):
            tag("i")
            self.put(value)
        case .int64(let value):
            tag("l")
            self.put(value)
        case .float(let value):
            tag("f")
            self.put(value.bitPattern)
        case .double(let value):
            tag("d")
            self.put(value.bitPattern)
        case .decimal(let scale, let value):
            tag("D")
            self.put(scale)
            self.put(value)
        case .string(let value):
            tag("S")
            self.put(long: value)
        case .bytes(let value):
            tag("x")
            self.put(UInt32(truncatingIfNeeded: value.count))
            value.withUnsafeBytes { self.put(raw: $0) }
        case .array(let values):
            tag("A")
            self.counted { for value in values { self.put(value) } }
        case .table(let table):
            tag("F")
            self.put(table)
        case .timestamp(let seconds):
            tag("T")
            self.put(seconds)
        case .null:
            tag("V")
        }
    }

    /// The property flags and, in their order, the properties that are set.
    private func put(_ properties: borrowing Properties) {
        let offset = self.count
        self.put(UInt16(0))
        var flags: UInt16 = 0
        func short(_ text: String?, _ bit: UInt16) {
            guard let text else { return }
            flags |= 1 << bit
            self.put(short: text)
        }
        short(properties.contentType, 15)
        short(properties.contentEncoding, 14)
        if !properties.headers.isEmpty {
            flags |= 1 << 13
            self.put(properties.headers)
        }
        if let mode = properties.deliveryMode {
            flags |= 1 << 12
            self.put(mode.rawValue)
        }
        if let priority = properties.priority {
            flags |= 1 << 11
            self.put(priority)
        }
        short(properties.correlationID, 10)
        short(properties.replyTo, 9)
        short(properties.expiration, 8)
        short(properties.messageID, 7)
        if let timestamp = properties.timestamp {
            flags |= 1 << 6
            self.put(timestamp)
        }
        short(properties.type, 5)
        short(properties.userID, 4)
        short(properties.appID, 3)
        short(properties.clusterID, 2)
        (self.memory + self.start + offset).storeBytes(of: flags.bigEndian, as: UInt16.self)
    }

    private func reserve(_ additional: Int) {
        guard self.end + additional > self.capacity else { return }
        self.makeRoom(additional)
    }

    @inline(never)
    private func makeRoom(_ additional: Int) {
        let needed = self.count + additional
        if needed <= self.capacity / 2 {
            self.memory.copyMemory(from: self.memory + self.start, byteCount: self.count)
        } else {
            let capacity = max(self.capacity * 2, needed)
            let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
            memory.copyMemory(from: self.memory + self.start, byteCount: self.count)
            self.memory.deallocate()
            self.memory = memory
            self.capacity = capacity
        }
        self.end = self.count
        self.start = 0
    }
}
