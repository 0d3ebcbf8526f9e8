/// What the program's exit code says (sysexits.h).
enum ExitStatus: Int32 {
    /// Everything was done.
    case success = 0
    /// The command line is wrong (EX_USAGE); the argument parser says so.
    case usage = 64
    /// A file, or a value in it, is wrong, or what was asked for contradicts what is there (EX_DATAERR).
    case dataError = 65
    /// The broker, the store or a worker is not there (EX_UNAVAILABLE).
    case unavailable = 69
    /// A defect of the program (EX_SOFTWARE).
    case software = 70
    /// A setting is missing or wrong (EX_CONFIG).
    case configuration = 78
}
