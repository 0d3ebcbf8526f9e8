import CRabbitMQ
import Glibc

/// Runs `body` on a thread of its own, which ends with it.
func startThread(named name: String, _ body: @escaping @Sendable () -> Void) {
    final class Body {
        let name: String
        let run: @Sendable () -> Void

        init(name: String, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }
    }

    let context = Unmanaged.passRetained(Body(name: name, run: body))
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    defer { pthread_attr_destroy(&attributes) }
    var thread = pthread_t()
    let status = pthread_create(
        &thread, &attributes,
        { context in
            guard let context else { return nil }
            let body = Unmanaged<Body>.fromOpaque(context).takeRetainedValue()
            crabbitmq_name_thread(body.name)
            body.run()
            return nil
        }, context.toOpaque())
    // Like a failed allocation: a process that gets no thread cannot go on in any sensible way.
    precondition(status == 0, "pthread_create: \(status)")
}
