import Hummingbird

/// Answers each request in a task of its own.
///
/// A task keeps the deepest stack that its calls ever had until it ends, and a connection's task lives as long as the
/// connection: for a visitor who only reads, most of what the gateway holds. What routing, checks and the wait for the
/// worker's answer took is given back with this task.
struct TaskPerRequest<Responder: HTTPResponder>: HTTPResponder where Responder.Context: Sendable {
    let responder: Responder

    func respond(to request: Request, context: Responder.Context) async throws -> Response {
        try await withThrowingTaskGroup(of: Response.self) { group in
            group.addTask { try await responder.respond(to: request, context: context) }
            guard let response = try await group.next() else { throw CancellationError() }
            return response
        }
    }
}
