using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Transformation.Public;

namespace Talentys.Transformation.Reading;

/// <summary>Readers of the project in the platform's folder, one for each way in which it was asked for lately.</summary>
internal sealed class ProjectReaders(PlatformFolders folders, TransformationOptions options, TimeProvider clock)
{
    /// <summary>Ways that are kept: each holds the texts of the project and what was made of them.</summary>
    private const int Most = 4;

    private readonly List<(DbtOrder Order, DbtReader Reader)> readers = options.Reader is { } before ? [(before.Order, before)] : [];

    /// <summary>The project that a request is about, as it lies there now, for an environment.</summary>
    /// <exception cref="FaultException">It has faults: all of them are told at once.</exception>
    public Task<DbtProject> ReadAsync(BuildRequest request, string environment, CancellationToken cancellationToken)
    {
        var reader = Of(new DbtOrder(folders.Project)
        {
            Vars = request.Vars,
            Target = request.Target,
            Profile = request.Profile,
            ProfilesFolder = request.ProfilesFolder,
            StateFolder = request.State,
            Database = environment,
            TrustsProject = options.TrustsProject,
            Clock = clock,
        });
        return Task.Run(() => reader.Read(cancellationToken), cancellationToken);
    }

    private DbtReader Of(DbtOrder order)
    {
        lock (readers)
        {
            var at = readers.FindIndex(known => known.Order == order);
            var found = at < 0 ? (order, new DbtReader(order)) : readers[at];
            if (at >= 0 || readers.Count == Most)
            {
                readers.RemoveAt(Math.Max(at, 0));
            }

            readers.Add(found);
            return found.Item2;
        }
    }
}
