using System.Globalization;
using Talentys.Kernel;

namespace Talentys.Operations.Health;

/// <summary>Whether there is room where the lake lies.</summary>
internal sealed class DiskProbe(PlatformFolders folders) : IHealthProbe
{
    public string Name => "disk";

    public Task<HealthReading> LookAsync(CancellationToken cancellationToken) => Task.FromResult(Tell(DiskSpace.Of(folders)));

    private static HealthReading Tell(DiskSpace? space)
    {
        if (space is null)
        {
            return new HealthReading(
                HealthLevel.Failing, "The disk of the tables does not tell how much room it has.", "Look whether the state folder is there.",
                new Dictionary<string, double>());
        }

        var figures = new Dictionary<string, double>
        {
            ["freeBytes"] = space.Free,
            ["totalBytes"] = space.Total,
            ["freePercent"] = Math.Round(space.FreePercent, 1),
        };
        return new HealthReading(
            space.Level,
            string.Create(CultureInfo.InvariantCulture, $"{space.FreePercent:0.#} % of the disk of the tables is free."),
            space.Level == HealthLevel.Ok ? null : "Make room, drop tables that nobody needs, or move the state folder to a larger disk.",
            figures);
    }
}
