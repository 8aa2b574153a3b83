using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Operations.Machine;
using Talentys.Operations.Requests;
using Talentys.Web;

namespace Talentys.Operations.Health;

/// <summary>Asks all checks at once, each within the time limit: one that fails or hangs is told as failing and spoils nothing else.</summary>
internal sealed class HealthReport(
    IEnumerable<IHealthProbe> probes,
    RequestFigures requests,
    ProcessorUse processor,
    PlatformFolders folders,
    IOptions<OperationsOptions> options,
    TimeProvider clock,
    ILogger<HealthReport> logger)
{
    private static readonly Dictionary<string, double> None = [];

    internal async Task<HealthDto> MakeAsync(CancellationToken cancellationToken)
    {
        var looked = await Task.WhenAll(probes.Select(async probe => (probe.Name, Reading: await LookAsync(probe, cancellationToken))));
        var worst = looked.Select(check => check.Reading.Level).DefaultIfEmpty(HealthLevel.Ok).Max();
        var disk = DiskSpace.Of(folders);
        return new HealthDto(
            Word(worst),
            ProductVersion.Current,
            requests.StartedAt,
            [.. looked.OrderBy(check => check.Name, StringComparer.Ordinal).Select(check => new HealthCheck(
                check.Name, Word(check.Reading.Level), check.Reading.Message, check.Reading.Mend, check.Reading.Figures))],
            Environment.WorkingSet,
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            processor.Percent(),
            Environment.ProcessorCount,
            disk?.Free ?? 0,
            disk?.Total ?? 0,
            requests.Tell());
    }

    private async Task<HealthReading> LookAsync(IHealthProbe probe, CancellationToken cancellationToken)
    {
        var limit = options.Value.ProbeTimeout;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            // on a thread of its own and left alone at the limit: a dead disk blocks without looking at any token
            return await Task.Run(() => probe.LookAsync(stop.Token), stop.Token).WaitAsync(limit, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            await stop.CancelAsync();
            OperationsLog.ProbeHangs(logger, probe.Name, limit);
            return Failing($"The check did not end within {limit.TotalSeconds:0.##} seconds.", "Look whether its disk or server hangs.");
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            OperationsLog.ProbeFailed(logger, failure, probe.Name);
            return Failing(
                failure is FaultException known ? known.Fault.Message : "The check could not be made; the server's log tells why.",
                failure is FaultException { Fault.Mend: { } mend } ? mend : "Report it with the lines of the log.");
        }
    }

    private static HealthReading Failing(FormattableString message, string mend) =>
        Failing(FormattableString.Invariant(message), mend);

    private static HealthReading Failing(string message, string mend) => new(HealthLevel.Failing, message, mend, None);

    private static string Word(HealthLevel level) => level switch
    {
        HealthLevel.Ok => "ok",
        HealthLevel.Warning => "warning",
        _ => "failing",
    };
}
