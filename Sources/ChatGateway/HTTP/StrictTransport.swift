import HTTPTypes
import Hummingbird

/// Tells browsers that came over HTTPS to come so from now on.
struct StrictTransport: RouterMiddleware {
    let gateway: Gateway

    func handle(
        _ request: Request, context: GatewayContext, next: (Request, GatewayContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        if gateway.client(request, context).isSecure {
            response.headers[.strictTransportSecurity] = "max-age=31536000"
        }
        return response
    }
}
