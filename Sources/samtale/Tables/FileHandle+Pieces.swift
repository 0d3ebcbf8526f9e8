import Foundation

extension FileHandle {
    /// Gives what is in the file a piece at a time; `nil` at its end.
    func pieces() -> () throws -> [UInt8]? {
        {
            guard let data = try self.read(upToCount: 1 << 18), !data.isEmpty else { return nil }
            return Array(data)
        }
    }
}
