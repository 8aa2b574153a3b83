using System.Runtime.CompilerServices;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Public;
using Talentys.Transformation.Reading;

namespace Talentys.Transformation.Watching;

/// <summary>The served project as it becomes: read once for all who follow it, and only while somebody does.</summary>
internal sealed class ProjectEditions(PlatformFolders folders, ProjectReaders readers)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Course> courses = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>How the project is, and then each time that it was looked at again.</summary>
    public async IAsyncEnumerable<Edition> FollowAsync(string environment, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var course = Enter(environment);
        try
        {
            for (var next = course.Newest; ;)
            {
                var edition = await next.WaitAsync(cancellationToken);
                yield return edition;
                next = edition.Next;
            }
        }
        finally
        {
            Leave(environment, course);
        }
    }

    private Course Enter(string environment)
    {
        lock (gate)
        {
            if (!courses.TryGetValue(environment, out var course) || course.HasEnded)
            {
                courses[environment] = course = new Course();
                _ = RunAsync(course, environment);
            }

            course.Followers++;
            return course;
        }
    }

    private void Leave(string environment, Course course)
    {
        lock (gate)
        {
            if (--course.Followers == 0)
            {
                course.End.Cancel();
                if (courses.GetValueOrDefault(environment) == course)
                {
                    courses.Remove(environment);
                }
            }
        }
    }

    /// <summary>Looks at the project again and again until nobody follows it.</summary>
    private async Task RunAsync(Course course, string environment)
    {
        using var watch = new FolderWatch();
        var next = course.First;
        DbtProject? known = null;
        Edition? last = null;
        try
        {
            watch.Watch(folders.Project, []);
            while (true)
            {
                var (project, faults) = await ReadAsync(environment, course.End.Token);
                if (project is not null)
                {
                    watch.Watch(folders.Project, project.Packages);
                }

                var difference = project is null || known is null ? null : new ProjectDifference(known, project);
                var (changed, removed) = (difference?.Changed ?? [], difference?.Removed ?? []);
                known = project ?? known;
                var following = Course.Promise();
                last = new Edition(project, faults, changed, removed, following.Task)
                {
                    IsNews = last is null || changed.Count > 0 || removed.Count > 0 || last.Project is null != project is null || !faults.SequenceEqual(last.Faults),
                };
                course.Newest = next.Task;
                next.SetResult(last);
                next = following;
                await watch.WaitAsync(Quiet, Most, course.End.Token);
            }
        }
        catch (Exception failure)
        {
            // who follows is told; who comes later begins anew
            course.HasEnded = true;
            next.TrySetException(failure);
            _ = next.Task.Exception;
        }
    }

    private async Task<(DbtProject? Project, IReadOnlyList<Fault> Faults)> ReadAsync(string environment, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(folders.Project, ProjectReader.FileName)))
        {
            return (null, []);
        }

        try
        {
            return (await readers.ReadAsync(new BuildRequest("build"), environment, cancellationToken), []);
        }
        catch (FaultException failure)
        {
            return (null, failure.Faults);
        }
    }

    /// <summary>The project as it was at one moment.</summary>
    /// <param name="Project">The project; null where there is none, or it cannot be read.</param>
    /// <param name="Faults">Why it cannot be read.</param>
    /// <param name="Changed">Nodes that are not what they were when it could be read last.</param>
    /// <param name="Removed">Ids of those that are gone since.</param>
    /// <param name="Next">How it will be.</param>
    public sealed record Edition(DbtProject? Project, IReadOnlyList<Fault> Faults, IReadOnlyList<ChangedNodeDto> Changed, IReadOnlyList<string> Removed, Task<Edition> Next)
    {
        /// <summary>Whether it is otherwise than before.</summary>
        public bool IsNews { get; init; }
    }

    /// <summary>The editions of one environment, as long as somebody follows them.</summary>
    private sealed class Course
    {
        public Course() => Newest = First.Task;

        public TaskCompletionSource<Edition> First { get; } = Promise();

        public Task<Edition> Newest { get; set; }

        public CancellationTokenSource End { get; } = new();

        public int Followers { get; set; }

        public bool HasEnded { get; set; }

        public static TaskCompletionSource<Edition> Promise() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
