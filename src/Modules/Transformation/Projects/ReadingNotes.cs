using System.Collections.Concurrent;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Parsing;
using Talentys.Transformation.Projects.Packages;

namespace Talentys.Transformation.Projects;

/// <summary>What is wrong with a project that is read all the same: a project that is only looked at, not built.</summary>
internal sealed class ReadingNotes
{
    private readonly ConcurrentDictionary<Draft, ConcurrentQueue<Fault>> faults = new();

    /// <summary>Faults that are of no node.</summary>
    public ConcurrentBag<Fault> Others { get; } = [];

    /// <summary>Variables of the environment that it needs and that are not set: the name stands for the value.</summary>
    public ConcurrentDictionary<string, bool> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>Packages that are not there.</summary>
    public List<PackageSpec> Missing { get; } = [];

    /// <summary>The faults of a node.</summary>
    public IReadOnlyCollection<Fault> Of(Draft draft) => faults.TryGetValue(draft, out var found) ? found : [];

    /// <summary>Takes note of faults of a node.</summary>
    public void Add(Draft draft, IEnumerable<Fault> found)
    {
        foreach (var fault in found)
        {
            faults.GetOrAdd(draft, _ => []).Enqueue(fault);
        }
    }

    /// <summary>Does a part of the reading of a node; what fails is noted, where there are notes.</summary>
    public static void Try(ReadingNotes? notes, Draft draft, Action work)
    {
        try
        {
            work();
        }
        catch (FaultException failure) when (notes is not null)
        {
            notes.Add(draft, failure.Faults);
        }
        catch (JinjaException failure) when (notes is not null)
        {
            notes.Add(draft, [MacroTable.Faulty(failure, draft.File)]);
        }
    }

    /// <summary>What stands for a variable of the environment.</summary>
    public string Assumed(string name)
    {
        Environment[name] = true;
        return name;
    }
}
