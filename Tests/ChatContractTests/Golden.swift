import ChatContract
import Testing

/// Checks that `value` is written as exactly `json`, and that `json` is read as `value` with unknown fields or without.
func expectGolden<Value: Codable & Equatable>(
    _ value: Value, _ json: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    #expect(text(try WireJSON.encode(value)) == json, sourceLocation: sourceLocation)
    try expectReads(value, from: json, sourceLocation: sourceLocation)
    try expectReads(value, from: withUnknownField(json), sourceLocation: sourceLocation)
}

/// Checks that `json` is read as `value`.
func expectReads<Value: Decodable & Equatable>(
    _ value: Value, from json: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let read = try WireJSON.decode(Value.self, from: json.utf8)
    #expect(read == value, sourceLocation: sourceLocation)
}

/// The object with a field in front that no version of the contract knows.
func withUnknownField(_ json: String) -> String {
    let field = #""zz-unknown":{"zz":[null,true,-1.5e3,"<\u00e6>\n"]}"#
    return json == "{}" ? "{\(field)}" : "{\(field),\(json.dropFirst())"
}

/// The bytes as text; what is not UTF-8 shows as U+FFFD and differs from every golden text.
func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
