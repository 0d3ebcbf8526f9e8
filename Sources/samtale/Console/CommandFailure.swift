import AMQP
import ChatClient
import ChatContract
import ChatStore

/// Why a command ends without having done what it should, for the person who typed it.
struct CommandFailure: Error, CustomStringConvertible {
    let status: ExitStatus
    /// What is wrong, with the field and the value at fault.
    let message: String
    /// What to do about it.
    let remedy: String?

    init(_ status: ExitStatus, _ message: String, remedy: String? = nil) {
        self.status = status
        self.message = message
        self.remedy = remedy
    }

    var description: String {
        "samtale: \(message)" + (remedy.map { "\n  → " + $0.replacing("\n", with: "\n    ") } ?? "")
    }

    /// Takes over what the parts of the program say; `nil` for what is none of theirs.
    init?(_ error: any Error) {
        switch error {
        case let error as CommandFailure: self = error
        case let error as StoreError: self.init(store: error)
        case let error as AMQPError: self.init(broker: error)
        case let error as ChatClientError:
            if let cause = error.cause, error.code == .broker {
                self.init(broker: cause)
            } else {
                self.init(
                    .unavailable, "no answer: \(error)",
                    remedy: "is a worker running? Start one with: samtale up; look with: samtale doctor")
            }
        case let error as Refusal:
            self.init(.dataError, "refused (\(error.code.rawValue)): \(error.detail)")
        default: return nil
        }
    }

    private init(store error: StoreError) {
        switch error.code {
        case .busy:
            self.init(
                .unavailable, "the store is busy: \(error.message)",
                remedy: "another process holds its lock for longer than 5 s; try again, or look for a hanging one")
        case .full:
            self.init(.unavailable, "the disk is full: \(error.message)", remedy: "make room where store.path is")
        case .unavailable:
            self.init(
                .unavailable, "the store cannot be used: \(error.message)",
                remedy: "check store.path (SAMTALE_STORE_PATH, --store-path) and the rights on its folder")
        case .corrupt:
            self.init(
                .unavailable, "the store is damaged: \(error.message)",
                remedy: "is store.path really a store of Samtale? Otherwise restore it from a copy")
        default:
            self.init(.software, "\(error)")
        }
    }

    private init(broker error: AMQPError) {
        let remedy: String
        switch error.code {
        case .accessRefused:
            remedy = "check user, password and permissions of the login in broker.uri (SAMTALE_BROKER_URI)"
        case .notAllowed:
            remedy = "does the virtual host exist? rabbitmqctl list_vhosts; it is the path of broker.uri"
        case .tlsFailed:
            remedy = "check cacertfile, certfile, keyfile and the host name in broker.uri"
        case .preconditionFailed:
            remedy = """
                samtale topology show says what differs; delete the queue or exchange when it is empty, then
                samtale topology apply
                """
        case .notFound:
            remedy = "make exchanges and queues with: samtale topology apply"
        default:
            remedy = "is RabbitMQ running there? Check broker.uri (SAMTALE_BROKER_URI, --broker-uri)"
        }
        self.init(.unavailable, "the broker: \(error)", remedy: remedy)
    }
}
