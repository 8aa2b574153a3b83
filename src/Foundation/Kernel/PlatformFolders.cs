namespace Talentys.Kernel;

/// <summary>Where a project and its state live.</summary>
/// <param name="Project">Folder of the project: absolute.</param>
/// <param name="State">Folder of the state, usually <c>.talentys</c> in the project: absolute, mode 700.</param>
public sealed record PlatformFolders(string Project, string State)
{
    /// <summary>Iceberg tables, when the lake is on local disk.</summary>
    public string Lake => Path.Combine(State, "lake");

    /// <summary>What may be deleted at any time while nothing runs: spill files, transcoded input.</summary>
    public string Cache => Path.Combine(State, "cache");

    /// <summary>Copies of files that are kept elsewhere, for the engine to read.</summary>
    public string Copies => Path.Combine(Cache, "copies");

    /// <summary>Indexes of the manifests of tables.</summary>
    public string Indexes => Path.Combine(Cache, "manifests");

    /// <summary>What of the cache is worth keeping for the next process: whoever fills it ends what is old or broken.</summary>
    public IReadOnlyList<string> Lasting => [Copies, Indexes];

    /// <summary>Key ring of the secrets.</summary>
    public string Keys => Path.Combine(State, "keys");

    /// <summary>Metadata when it is SQLite.</summary>
    public string MetadataFile => Path.Combine(State, "metadata.db");
}
