using Microsoft.Extensions.Hosting;

namespace Talentys.Host.Composition;

/// <summary>
/// The life of a host that does one command's work: it ends with the command. A signal is the command's to answer, which cancels its run first;
/// a host that stopped by itself would give the run back to the queue instead.
/// </summary>
internal sealed class CommandLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
