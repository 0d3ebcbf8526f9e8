// Texts with their variables filled in.
extension Texts {
    public func requestDraft(_ request: String) -> String { Template.fill(requestDraft, ["request": request]) }
}
