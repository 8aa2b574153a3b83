namespace Talentys.Benchmarks;

/// <summary>One thing that is measured. Classes of this kind are found by themselves: adding one is adding a file.</summary>
public interface IBenchmark
{
    /// <summary>Word that selects it on the command line.</summary>
    string Name { get; }

    /// <summary>Measures, and tells what it found.</summary>
    /// <param name="rounds">How often each side runs; the medians are compared.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken cancellationToken);
}

/// <summary>One line of the report.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Milliseconds">Median time.</param>
/// <param name="Ratio">Against the first line of the benchmark.</param>
/// <param name="Note">A further figure, for example rows per second.</param>
/// <param name="Least">The shortest time, which tells most where others use the machine too; 0 when there is none.</param>
/// <param name="LeastRatio">Against that of the first line.</param>
public sealed record Figure(string What, double Milliseconds, double Ratio, string Note = "", double Least = 0, double LeastRatio = 0);
