/// A rule of the system that is broken on purpose: the simulator must notice each of them.
///
/// All of it stands in the simulator's own layers; the system under test is what is shipped.
public enum Sabotage: String, CaseIterable, Sendable {
    /// A worker decides over the desk as it saw it last, and the version check is skipped.
    case staleDesk
    /// A worker decides over the agents as it saw them last, and the revision check is skipped.
    case staleRoster
    /// One outbox row in five is not written.
    case lostOutboxRow
    /// One timer in five is not written.
    case lostTimer
    /// The outcome of one command in five is not kept.
    case lostCommandKey
    /// An agent's row is not always written: his slots are forgotten.
    case forgottenSlot
    /// Events are written, the session's new state is sometimes not.
    case swallowedSession
    /// One statistic row in five is not written.
    case lostStatistic
    /// One event in fifty is not written.
    case lostEvent
    /// Batches are acknowledged before they are committed.
    case acknowledgedFirst
    /// Events are told before they are committed.
    case toldFirst
    /// Nobody adopts what a dead worker left in the outbox.
    case noAdoption
    /// Silence is believed although nobody listened.
    case deafTimers
    /// What was sent counts as confirmed.
    case sentIsConfirmed
    /// What was unconfirmed when the connection was lost is not published again.
    case noRepublishing
    /// One transaction in twenty is not recorded.
    case forgottenInput
    /// Who takes the next chat gets the last in line.
    case wrongHead
}
