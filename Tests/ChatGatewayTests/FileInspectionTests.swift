import ChatContract
import NIOCore
import Testing

@testable import ChatGateway

@Suite("What a file is")
struct FileInspectionTests {
    private func look(
        _ name: String, _ bytes: [UInt8], claimed: String? = nil, by actor: ActorKind = .visitor
    ) throws -> FileInspection {
        var inspection = FileInspection(name: name, claimed: claimed, actor: actor)
        for start in stride(from: 0, to: bytes.count, by: 7) {
            try inspection.take(ByteBuffer(bytes: bytes[start..<min(start + 7, bytes.count)]))
        }
        try inspection.finish()
        return inspection
    }

    @Test("is told by its bytes")
    func types() throws {
        let table: [(String, [UInt8], String)] = [
            ("a.png", Sample.png, "image/png"), ("a", Sample.png, "image/png"), ("a.gif", Sample.gif, "image/gif"),
            ("bill.pdf", Sample.pdf, "application/pdf"), ("a.zip", Sample.zip, "application/zip"),
            ("a.docx", Sample.zip, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            ("notes.txt", Array("Hei på deg\n".utf8), "text/plain"), ("list.csv", Array("a;b\r\n".utf8), "text/plain"),
            ("less.txt", Array("<3 you".utf8), "text/plain"),
            ("wide.txt", [0xFF, 0xFE, 0x48, 0, 0x65, 0], "text/plain"),
            ("a.bin", [1, 2, 3, 0], "application/octet-stream"),
            ("song.mp3", Array("ID3".utf8), "audio/mpeg"),
            ("film.mp4", [0, 0, 0, 24] + Array("ftypisom".utf8), "video/mp4"),
            ("photo.heic", [0, 0, 0, 24] + Array("ftypheic".utf8), "image/heif"),
        ]
        for (name, bytes, type) in table { #expect(try look(name, bytes).contentType == type, "\(name)") }
        #expect(try look("x.html", Array("<html>".utf8), by: .agent).contentType == "application/octet-stream")
        #expect(try look("setup.exe", Array("MZ".utf8), by: .agent).contentType == "application/octet-stream")
    }

    @Test("programs, markup and lies are refused to visitors")
    func refused() throws {
        let script = "<script>alert(1)</script>"
        let table: [(String, [UInt8], String?)] = [
            ("photo.png", Array("MZ\u{90}".utf8), nil), ("run", [0x7F, 0x45, 0x4C, 0x46], nil),
            ("notes.txt", Array("#!/bin/sh\n".utf8), nil), ("a.class.txt", [0xCA, 0xFE, 0xBA, 0xBE], nil),
            ("notes.txt", Array("  \n<!DOCTYPE html>".utf8), nil), ("a.txt", Array(script.utf8), nil),
            ("pic", Array("<svg onload=alert(1)>".utf8), nil), ("a.txt", Array("<?php echo 1;".utf8), nil),
            ("b.txt", [0xEF, 0xBB, 0xBF] + Array(script.utf8), nil),
            ("c.txt", [0xFF, 0xFE] + script.utf8.flatMap { [$0, 0] }, nil),
            ("photo.png", Sample.pdf, nil), ("bill.pdf", Sample.png, nil), ("photo.jpg", Sample.zip, nil),
            ("notes.txt", [0, 1, 2, 3], nil), ("unnamed", Sample.pdf, "image/png"), ("x", Sample.zip, "text/plain"),
        ]
        for (name, bytes, claimed) in table {
            #expect("\(name) \(bytes.prefix(12))") {
                try look(name, bytes, claimed: claimed)
            } throws: { ($0 as? Refusal)?.code == .illegalFileType }
        }
    }

    @Test("how large a picture is stands in its head; what lies there is passed over")
    func sizes() throws {
        #expect(try look("a.png", Sample.png).image == File.Image(width: 3, height: 2))
        #expect(try look("a.gif", Sample.gif).image == File.Image(width: 1, height: 1))
        let note: [UInt8] = [0xFF, 0xE1, 0x00, 0x06, 1, 2, 3, 4]
        let frame: [UInt8] = [0xFF, 0xC2, 0x00, 0x11, 8, 0x01, 0x02, 0x03, 0x04, 3]
        #expect(try look("a.jpg", [0xFF, 0xD8] + note + frame).image == File.Image(width: 0x304, height: 0x102))
        #expect(try look("a.jpg", [0xFF, 0xD8, 0xFF, 0xE1, 0xFF, 0xFF]).image == nil)
        #expect(try look("a.jpg", [0xFF, 0xD8, 0xFF, 0xFF, 0xFF]).image == nil)
        let extended = Array("RIFF....WEBPVP8X".utf8) + [10, 0, 0, 0, 0, 0, 0, 0, 0x0F, 0, 0, 0x07, 0, 0]
        #expect(try look("a.webp", extended).image == File.Image(width: 16, height: 8))
        let huge = Sample.png.prefix(16) + [0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF]
        #expect(try look("a.png", Array(huge)).image == nil, "a bomb of pixels is shown as a link")
        #expect(try look("a.png", Array(Sample.png.prefix(10))).image == nil)
    }

    @Test("names go into the header as they are, and nothing else does (RFC 6266)")
    func names() {
        #expect(
            ContentDisposition.value(isInline: true, name: "a b.png")
                == #"inline; filename="a b.png"; filename*=UTF-8''a%20b.png"#)
        let evil = ContentDisposition.value(isInline: false, name: "x\"\r\nSet-Cookie: a=b\\ø😀%.pdf")
        #expect(
            evil == #"attachment; filename="x___Set-Cookie: a=b______.pdf"; filename*=UTF-8''"#
                + "x%22%0D%0ASet-Cookie%3A%20a%3Db%5C%C3%B8%F0%9F%98%80%25.pdf"
                || !evil.contains { $0.isNewline })
        #expect(evil.utf8.allSatisfy { (0x20...0x7E).contains($0) })
    }
}
