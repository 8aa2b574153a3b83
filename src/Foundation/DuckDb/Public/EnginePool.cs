namespace Talentys.DuckDb.Public;

/// <summary>
/// The engines of all organisations: one <see cref="ChildEngine"/> for each, whose process exists only while it is in use.
/// Their memory is a share of the <see cref="EngineBudget"/>, taken while the process lives.
/// </summary>
public sealed class EnginePool(EngineCommand command, Func<string, EngineOptions> optionsOf) : IAsyncDisposable
{
    private readonly Dictionary<string, Member> engines = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private long killsOfGone;

    /// <summary>Engines of one sort.</summary>
    public EnginePool(EngineCommand command, EngineOptions options)
        : this(command, _ => options)
    {
    }

    /// <summary>How many engines have a process now.</summary>
    public int Processes => All().Count(engine => engine.ProcessId is not null);

    /// <summary>How often a process was ended by force for what its statements did.</summary>
    public long Kills => All().Sum(engine => engine.Kills) + Interlocked.Read(ref killsOfGone);

    /// <summary>Statements in the processes now, those that were left and have not stopped yet among them.</summary>
    public int Statements => All().Sum(engine => engine.Statements);

    /// <summary>Bytes that the processes have written for want of memory.</summary>
    public long SpillBytes => All().Sum(engine => engine.SpillBytes);

    /// <summary>The engine of an organisation. It belongs to the pool: do not dispose it.</summary>
    public IEngine For(string organisation) => For(organisation, []);

    /// <summary>
    /// The engine of an organisation, let into some more folders. What a process may read is fixed when it starts, so that a folder
    /// that it did not know begins a new one; the one before ends when its statements have.
    /// </summary>
    public IEngine For(string organisation, IReadOnlyList<string> folders)
    {
        lock (gate)
        {
            if (!engines.TryGetValue(organisation, out var member))
            {
                engines[organisation] = member = new Member(new ChildEngine(command, With(organisation, folders)));
                member.Folders.UnionWith(folders);
            }
            else if (!member.Folders.IsSupersetOf(folders))
            {
                member.Folders.UnionWith(folders);
                member.Engine.Retire();
                foreach (var gone in member.Retired.Where(engine => engine.ProcessId is null).ToList())
                {
                    killsOfGone += gone.Kills;
                    member.Retired.Remove(gone);
                }

                member.Retired.Add(member.Engine);
                member.Engine = new ChildEngine(command, With(organisation, member.Folders));
            }

            return member.Engine;
        }
    }

    /// <summary>Ends all processes.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var engine in All())
        {
            await engine.DisposeAsync();
        }
    }

    private List<ChildEngine> All()
    {
        lock (gate)
        {
            return [.. engines.Values.SelectMany(member => member.Retired.Append(member.Engine))];
        }
    }

    private EngineOptions With(string organisation, IEnumerable<string> folders)
    {
        var options = optionsOf(organisation);
        return options with { AllowedFolders = options.AllowedFolders is { } allowed ? [.. allowed, .. folders] : null };
    }

    private sealed class Member(ChildEngine engine)
    {
        public ChildEngine Engine { get; set; } = engine;

        public HashSet<string> Folders { get; } = new(StringComparer.Ordinal);

        public List<ChildEngine> Retired { get; } = [];
    }
}
