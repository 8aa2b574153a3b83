namespace Talentys.DuckDb.Public;

/// <summary>
/// The engines of all organisations: one <see cref="ChildEngine"/> for each, whose process exists only while it is in use.
/// Their memory is a share of the <see cref="EngineBudget"/>, taken while the process lives.
/// </summary>
public sealed class EnginePool(EngineCommand command, EngineOptions options) : IAsyncDisposable
{
    private readonly Dictionary<string, Member> engines = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>How many engines have a process now.</summary>
    public int Processes
    {
        get
        {
            lock (gate)
            {
                return engines.Values.SelectMany(member => member.Retired.Append(member.Engine)).Count(engine => engine.ProcessId is not null);
            }
        }
    }

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
                engines[organisation] = member = new Member(new ChildEngine(command, With(folders)));
                member.Folders.UnionWith(folders);
            }
            else if (!member.Folders.IsSupersetOf(folders))
            {
                member.Folders.UnionWith(folders);
                member.Engine.Retire();
                member.Retired.RemoveAll(engine => engine.ProcessId is null);
                member.Retired.Add(member.Engine);
                member.Engine = new ChildEngine(command, With(member.Folders));
            }

            return member.Engine;
        }
    }

    /// <summary>Ends all processes.</summary>
    public async ValueTask DisposeAsync()
    {
        List<ChildEngine> all;
        lock (gate)
        {
            all = [.. engines.Values.SelectMany(member => member.Retired.Append(member.Engine))];
        }

        foreach (var engine in all)
        {
            await engine.DisposeAsync();
        }
    }

    private EngineOptions With(IEnumerable<string> folders) =>
        options with { AllowedFolders = options.AllowedFolders is { } allowed ? [.. allowed, .. folders] : null };

    private sealed class Member(ChildEngine engine)
    {
        public ChildEngine Engine { get; set; } = engine;

        public HashSet<string> Folders { get; } = new(StringComparer.Ordinal);

        public List<ChildEngine> Retired { get; } = [];
    }
}
