namespace Talentys.Lake.Maintenance;

/// <summary>Settings of the upkeep of tables, section <c>Lake:Maintenance</c>; properties of a table go before them.</summary>
internal sealed class MaintenanceOptions
{
    /// <summary>Whether tables are kept well by themselves. A table leaves it by the property <c>talentys.maintenance</c> = <c>off</c>.</summary>
    public bool Automatic { get; set; } = true;

    /// <summary>How often tables are looked at.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Versions up to this age are kept (<c>history.expire.max-snapshot-age-ms</c>).</summary>
    public TimeSpan KeepVersionsFor { get; set; } = TimeSpan.FromDays(7);

    /// <summary>So many versions are kept, whatever their age (<c>history.expire.min-snapshots-to-keep</c>).</summary>
    public int KeepVersions { get; set; } = 20;

    /// <summary>Versions that were current within this time are kept, for the statements that read them: longer than any statement runs.</summary>
    public TimeSpan ReaderGrace { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Files that no version names are removed when they are older.</summary>
    public TimeSpan OrphanFileAge { get; set; } = TimeSpan.FromDays(3);

    /// <summary>Small files of one partition at which they are written together.</summary>
    public int CompactAtFiles { get; set; } = 16;

    /// <summary>A data file that its source may still replace alone stays apart for this time; then it is written together with others too.</summary>
    public TimeSpan KeepApartFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Memory of the engine that writes files together, in bytes.</summary>
    public long EngineBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>Small manifests of a table at which they are written together.</summary>
    public int RewriteManifestsAt { get; set; } = 50;
}
