import HTTPTypes
import Hummingbird

/// Pages, scripts and styles.
struct PageRoutes: Sendable {
    let site: Site

    /// Served as `/x` from `x.html`.
    static let pages = ["login", "chat", "admin", "demo", "window"]
    /// Folders of modules; those that a widget loads on other sites may be read there.
    static let folders: [(name: String, isShared: Bool)] = [
        ("widget", true), ("shared", true), ("desk", false), ("chat", false), ("admin", false), ("login", false),
        ("demo", false), ("window", false), ("answer", false),
    ]

    func add(to router: RouterGroup<GatewayContext>) {
        for method in [HTTPRequest.Method.get, .head] {
            router.on("/", method: method) { [site] _, _ in site.redirect(to: "/chat") }
            for page in Self.pages {
                router.on(RouterPath("/" + page), method: method) { [site] request, _ in
                    site.page("/" + page, request)
                }
            }
            router.on("/widget.js", method: method) { [site] request, _ in
                site.asset("/widget.js", request, isShared: true)
            }
            router.on("/favicon.ico", method: method) { [site] request, _ in
                site.asset("/favicon.ico", request, isShared: false)
            }
            for folder in Self.folders {
                router.on(RouterPath("/\(folder.name)/**"), method: method) { [site] request, _ in
                    site.asset(request.uri.path, request, isShared: folder.isShared)
                }
            }
        }
    }
}
