import ChatContract

/// A channel's settings, held by reference: every step of every session goes by them, and they are large.
final class SharedSettings: Sendable {
    let channel: Channel
    /// When the channel is open; `nil` for always. Opening hours that are not right were refused when they were saved.
    let calendar: OpeningCalendar?
    /// What is hidden in all that is written there.
    let masks: Masks

    init(_ channel: Channel) {
        self.channel = channel
        masks = Masks(channel.masks)
        calendar = channel.openingHours.enabled ? try? OpeningCalendar(channel.openingHours) : nil
    }
}
