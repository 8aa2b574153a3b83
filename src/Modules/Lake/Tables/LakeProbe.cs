using Talentys.Kernel;
using Talentys.Lake.Stores;

namespace Talentys.Lake.Tables;

/// <summary>Whether the places of the tables can be written: the default one, and that of each environment which has its own.</summary>
internal sealed class LakeProbe(EnvironmentLakes lakes, IObjectStore objects) : IHealthProbe
{
    private static readonly Dictionary<string, double> None = [];

    // less than what health waits for a check, so that it tells which place it is
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public string Name => "lake";

    public async Task<HealthReading> LookAsync(CancellationToken cancellationToken)
    {
        var places = await lakes.AllAsync(cancellationToken);
        var problems = await Task.WhenAll(places.Select(place => ProblemAsync(place, cancellationToken)));
        if (problems.FirstOrDefault(problem => problem is not null) is { } found)
        {
            return found;
        }

        var message = places.Count == 1 ? "The folder of the tables can be written." : $"The {places.Count} places of the tables can be written.";
        return new HealthReading(HealthLevel.Ok, message, null, None);
    }

    private async Task<HealthReading?> ProblemAsync(string place, CancellationToken cancellationToken)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(Limit);
        var file = $"{place}/.writable-{Guid.NewGuid():n}";
        try
        {
            await objects.CreateAsync(file, new byte[] { 1 }, time.Token);
            await objects.DeleteAsync([file], time.Token);
            return null;
        }
        catch (IOException failure)
        {
            return !LocalStore.IsLocal(place)
                ? new HealthReading(HealthLevel.Failing, $"Tables at {place} cannot be written: {failure.Message}", "Check the address, keys and load of the object store.", None)
                : new HealthReading(
                    HealthLevel.Failing, $"The folder of the tables cannot be written: {failure.Message}",
                    "Give this account the right to write in it, or make room on its disk.", None);
        }
        catch (FaultException failure)
        {
            return new HealthReading(HealthLevel.Failing, failure.Fault.Message, failure.Fault.Mend, None);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new HealthReading(
                HealthLevel.Failing, $"Tables at {place} cannot be written: no answer within {Limit.TotalSeconds:0} seconds.",
                "Check the network and the load of the object store.", None);
        }
    }
}
