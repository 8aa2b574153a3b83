namespace Talentys.Contracts;

/// <summary>How the server fares.</summary>
/// <param name="Status"><c>ok</c>, <c>warning</c> or <c>failing</c>: the worst of its checks.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="Checks">What was looked at.</param>
/// <param name="MemoryBytes">Memory of the server process.</param>
/// <param name="MachineMemoryBytes">Memory of the machine.</param>
/// <param name="CpuPercent">Processor time of the last minute, 100 for one core.</param>
/// <param name="Cores">Cores.</param>
/// <param name="DiskFreeBytes">Free bytes where the lake lies.</param>
/// <param name="DiskBytes">Bytes of that disk.</param>
/// <param name="Requests">Requests of the last minutes, oldest first, one a minute.</param>
public sealed record HealthDto(
    string Status,
    string Version,
    DateTimeOffset StartedAt,
    IReadOnlyList<HealthCheck> Checks,
    long MemoryBytes,
    long MachineMemoryBytes,
    double CpuPercent,
    int Cores,
    long DiskFreeBytes,
    long DiskBytes,
    IReadOnlyList<RequestMinute> Requests);

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What, for example <c>metadata</c>, <c>lake</c>, <c>engine</c>, <c>runs</c>, <c>disk</c>.</param>
/// <param name="Status"><c>ok</c>, <c>warning</c> or <c>failing</c>.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Mend">What to do, or null.</param>
/// <param name="Figures">Figures by name, for example <c>running</c> and <c>waiting</c>.</param>
public sealed record HealthCheck(
    string Name, string Status, string Message, string? Mend, IReadOnlyDictionary<string, double> Figures);

/// <summary>Requests of one minute.</summary>
/// <param name="At">Its beginning.</param>
/// <param name="Count">Requests.</param>
/// <param name="Failed">Those that the server failed (5xx).</param>
/// <param name="P50Ms">Half of them took at most this.</param>
/// <param name="P95Ms">95 % of them took at most this.</param>
public sealed record RequestMinute(DateTimeOffset At, int Count, int Failed, double P50Ms, double P95Ms);
