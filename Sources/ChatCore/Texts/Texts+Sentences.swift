import ChatContract

// Texts with their variables filled in.
extension Texts {
    /// How many messages came while the window was minimised.
    public func newMessages(_ count: Int) -> String {
        Template.fill(count == 1 ? newMessagesOne : newMessagesOther, ["n": "\(count)"])
    }

    /// `minutes` left before silence ends the chat.
    public func idleWarning(_ minutes: Int) -> String {
        Template.fill(minutes == 1 ? idleWarningOne : idleWarningOther, ["n": "\(minutes)"])
    }

    public func poweredBy(_ name: String) -> String { Template.fill(poweredBy, ["name": name]) }
    public func fieldTooLong(_ limit: Int) -> String { Template.fill(fieldTooLong, ["limit": "\(limit)"]) }
    public func joined(_ name: String) -> String { Template.fill(joined, ["name": name]) }
    public func typing(_ name: String) -> String { Template.fill(typing, ["name": name]) }
    public func endedByAgent(_ name: String) -> String { Template.fill(endedByAgent, ["name": name]) }
    public func illegalFileType(_ file: String) -> String { Template.fill(illegalFileType, ["file": file]) }
    public func requestSent(_ request: String) -> String { Template.fill(requestSent, ["request": request]) }
    public func requestDraft(_ request: String) -> String { Template.fill(requestDraft, ["request": request]) }
    public func transcriptSent(to email: String) -> String { Template.fill(transcriptSent, ["email": email]) }
    public func transcriptFailed(to email: String) -> String { Template.fill(transcriptFailed, ["email": email]) }
    public func errorTooLong(_ limit: Int) -> String { Template.fill(errorTooLong, ["limit": "\(limit)"]) }
    public func lineJoined(_ name: String) -> String { Template.fill(lineJoined, ["name": name]) }
    public func lineTransferred(to name: String) -> String { Template.fill(lineTransferred, ["name": name]) }
    public func lineMoved(to channel: String) -> String { Template.fill(lineMoved, ["channel": channel]) }

    /// `megabytes`: how much a file may have.
    public func fileTooLarge(_ file: String, _ megabytes: Int) -> String {
        Template.fill(fileTooLarge, ["file": file, "limit": "\(megabytes)"])
    }

    /// The department's name for visitors, if it has one.
    public func moved(to channel: String?) -> String {
        channel.map { Template.fill(moved, ["channel": $0]) } ?? movedElsewhere
    }

    /// `returnsAt`: when the chat goes back to the queue; told in the visitor's `zone`.
    public func agentLost(returnsAt: Timestamp, zone: ZoneDays) -> String {
        Template.fill(agentLost, ["time": time(returnsAt, zone)])
    }

    public func lineFile(_ file: String, from name: String) -> String {
        Template.fill(lineFile, ["name": name, "file": file])
    }

    public func lineStarted(_ moment: Timestamp, _ zone: ZoneDays) -> String {
        Template.fill(lineStarted, ["date": date(moment, zone), "time": time(moment, zone)])
    }

    public func lineEnded(_ moment: Timestamp, _ zone: ZoneDays) -> String {
        Template.fill(lineEnded, ["time": time(moment, zone)])
    }

    /// What a rating of 1 to 5 stars means; `nil` for any other number.
    public func star(_ count: Int) -> String? {
        let stars = [star1, star2, star3, star4, star5]
        return stars.indices.contains(count - 1) ? stars[count - 1] : nil
    }

    /// All texts as a JSON object: property name to text, names in order, variables as they are in braces.
    public func json() -> [UInt8] {
        do {
            return try WireJSON.encode(self)
        } catch {
            preconditionFailure("strings alone can always be written as JSON: \(error)")
        }
    }
}
