import Foundation

/// A file that a command writes for its user's eyes only: what was there before stays until all of it is written.
enum OutputFile {
    /// Has `body` write, and puts the file in its place when that has worked. What is no ordinary file (a pipe, a device) is
    /// written to as it is.
    ///
    /// - Throws: ``CommandFailure`` when it cannot be written; what `body` throws.
    static func write<Value>(_ path: String, _ body: (FileHandle) throws -> Value) throws -> Value {
        let target = URL(filePath: path).resolvingSymlinksInPath().path
        let kind = try? FileManager.default.attributesOfItem(atPath: target)[.type] as? FileAttributeType
        guard kind == nil || kind == .typeRegular else {
            return try filled(open(target, O_WRONLY | O_CLOEXEC), path, body)
        }
        if kind != nil, access(target, W_OK) != 0 { throw failure(path, errno) }
        let draft = "\(target).\(ProcessInfo.processInfo.processIdentifier).part"
        do {
            let value = try filled(open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600), path, body)
            guard rename(draft, target) == 0 else { throw failure(path, errno) }
            return value
        } catch {
            unlink(draft)
            throw error
        }
    }

    private static func filled<Value>(
        _ descriptor: Int32, _ path: String, _ body: (FileHandle) throws -> Value
    ) throws -> Value {
        guard descriptor >= 0 else { throw failure(path, errno) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            let value = try body(handle)
            try handle.close()
            return value
        } catch let error as CocoaError where error.code == .fileWriteOutOfSpace {
            throw failure(path, ENOSPC)
        }
    }

    private static func failure(_ path: String, _ number: Int32) -> CommandFailure {
        CommandFailure(
            .dataError, "\(path) cannot be written: \(String(cString: strerror(number)))",
            remedy: number == ENOSPC
                ? "make room, or name a file elsewhere" : "is its folder there, and may you write to it?")
    }
}
