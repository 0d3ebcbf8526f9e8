import ChatContract

/// The kind of handle that names a receiver of webhooks.
public enum ReceiverKind {}

/// The name of a receiver in settings, logs and queues.
public typealias ReceiverHandle = Handle<ReceiverKind>
